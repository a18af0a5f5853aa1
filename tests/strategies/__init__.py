"""Whole small plans for property tests: any value of `plan_dossiers()` is one that a plan file could hold.

Every key that the plan names exists, texts are in NFC and clean, dates lie in one year, and `outlines` and `forms` are
exactly those that the plan names, in its order. Windows may overlap and people may be away: that is for the rules.
"""

from strategies.plans import plan_dossiers
from strategies.texts import maybe, maybe_words, words
from strategies.times import days_off, deadlines, loose_times, windows

__all__ = ["days_off", "deadlines", "loose_times", "maybe", "maybe_words", "plan_dossiers", "windows", "words"]
