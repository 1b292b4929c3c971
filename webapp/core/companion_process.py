"""Runs alone: answers each line that comes in with one; all is JSON, and files are in Base64.

{"draw": specification of Vega-Lite} is answered by {"svg"}, {"paint": an SVG, "scale"} by {"png"}, and {"print": a
template of Typst, "root": its folder, "inputs", "at": seconds} by {"pdf"}; or all by {"refused": why}. The answer has
the "number" of the question.
It is started by path and imports nothing of ours, and either library only when it is asked for. Who has not been asked
for a while ends.
"""

import base64
import json
import os
import select
import sys
from functools import cache
from typing import Any

PATIENCE = 600  # seconds


def main() -> None:
    lines, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    while select.select([lines], [], [], PATIENCE)[0] and (line := lines.readline()):
        asked = json.loads(line)
        try:
            answer = _answer(asked)
        except (ValueError, RuntimeError) as error:
            answer = {"refused": str(error)[:500]}
        answers.write(json.dumps(answer | {"number": asked["number"]}).encode() + b"\n")
        answers.flush()


def _answer(asked: dict[str, Any]) -> dict[str, str]:
    if "draw" in asked:
        return {"svg": _pencil().vegalite_to_svg(asked["draw"], allowed_base_urls=[])}
    if "paint" in asked:
        return {"png": _in_base64(_pencil().svg_to_png(asked["paint"], scale=asked["scale"]))}
    made = _compiler(asked["print"], asked["root"]).compile(
        format="pdf", pdf_standards=["ua-1"], sys_inputs=asked["inputs"], timestamp=asked["at"]
    )
    return {"pdf": _in_base64(made)}


def _in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


@cache
def _pencil() -> Any:
    import vl_convert  # noqa: PLC0415 - 120 MB, of no use to who prints

    vl_convert.register_font_directory(sys.argv[1])
    return vl_convert


@cache
def _compiler(template: str, root: str) -> Any:
    """Kept: a new one for each document would hold on to what the one before had worked out, 0.3 MB a document."""
    import typst  # noqa: PLC0415 - 100 MB, of no use to who draws

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[sys.argv[1]])
    return typst.Compiler(template, root=root, font_paths=fonts, ignore_system_fonts=True)


if __name__ == "__main__":
    main()
