"""`python -m cxlib.cli`."""

from .app import main

main()
