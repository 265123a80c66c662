"""`cobrowse`, and `python -m cobrowse`."""

import gc

# A hundred thousand objects come into being by importing, and all of them stay. To look through
# them for garbage takes a sixth of the start, and part of every later collection.
gc.disable()
from cobrowse.cli import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":
    main(prog_name="cobrowse")
