"""Lets ``python -m kamlab`` do what ``kamlab`` does."""

from __future__ import annotations

from kamlab.cli import main

if __name__ == "__main__":
    main()
