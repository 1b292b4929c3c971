"""python -m webapp is the command line."""

from webapp.cli import main

main()
