"""Kế hoạch kiểm tra: draws up, checks, emits and serves a province's yearly inspection plan."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder, which holds the wording, the seed and the migrations beside the program."""
TEMPLATES = ROOT / "templates"
SEED = ROOT / "seed"
