"""Runs alone: draws a picture for each line that comes in, as SVG; both are JSON.

It is started by path and imports nothing of ours. V8 takes 120 MB and may not be forked, so no web process should hold
it; who has not been asked for a while ends.
"""

import json
import select
import sys

import vl_convert

PATIENCE = 600  # seconds


def main() -> None:
    vl_convert.register_font_directory(sys.argv[1])
    lines = sys.stdin.buffer
    while select.select([lines], [], [], PATIENCE)[0] and (line := lines.readline()):
        try:
            answer = {"svg": vl_convert.vegalite_to_svg(json.loads(line), allowed_base_urls=[])}
        except ValueError as error:
            answer = {"refused": str(error)[:500]}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
