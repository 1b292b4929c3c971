"""Runs alone: draws a picture for each line that comes in, as SVG, or as PNG if it is given an SVG; all is JSON.

It is started by path and imports nothing of ours. V8 takes 120 MB and may not be forked, so no web process should hold
it; who has not been asked for a while ends.
"""

import base64
import json
import select
import sys
from typing import Any

import vl_convert

PATIENCE = 600  # seconds


def main() -> None:
    vl_convert.register_font_directory(sys.argv[1])
    lines = sys.stdin.buffer
    while select.select([lines], [], [], PATIENCE)[0] and (line := lines.readline()):
        try:
            answer = _drawn(json.loads(line))
        except ValueError as error:
            answer = {"refused": str(error)[:500]}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def _drawn(asked: dict[str, Any]) -> dict[str, str]:
    if "svg" in asked:
        return {"png": base64.b64encode(vl_convert.svg_to_png(asked["svg"], scale=asked["scale"])).decode()}
    return {"svg": vl_convert.vegalite_to_svg(asked, allowed_base_urls=[])}


if __name__ == "__main__":
    main()
