"""`python -m cobrowse` is `cobrowse`."""

from cobrowse.cli import main

main(prog_name="cobrowse")
