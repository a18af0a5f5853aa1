"""Kế hoạch kiểm tra: draws up, checks, emits and serves a province's yearly inspection plan."""

import gc
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder, which holds the wording, the seed and the migrations beside the program."""
TEMPLATES = ROOT / "templates"
SEED = ROOT / "seed"

# Nearly all that a start makes stays to the end: with Python's own threshold of 700, looking for garbage among it is a
# fifth of the start. What is loaded is then frozen, by main and cli.
gc.set_threshold(50_000)
