"""Độ mạnh của mật khẩu: what a new password must not be."""

from __future__ import annotations

import unicodedata

from app.domain.errors import Fault

SHORTEST = 12
"""Characters: length keeps a password, and a rule on kinds of signs only makes it hard to remember."""
LONGEST_BYTES = 256
_FEWEST_DIFFERENT = 3
_SHORTEST_NAME = 3
_COMMON = (
    "matkhau", "password", "passw0rd", "p@ssword", "p@ssw0rd", "qwertyuiop", "qwerty", "asdfghjkl", "zxcvbnm",
    "abcdefgh", "abcdef", "abcd", "abc", "efgh", "ijkl", "mnop", "qrst", "uvwxyz", "xyz", "admin", "administrator",
    "quantri", "welcome", "letmein", "iloveyou", "anhyeuem", "emyeuanh", "vietnam", "hanoi", "saigon", "kiemtra",
    "cchc", "cuatoi",
)  # fmt: skip
"""What a password may not be made of alone, repeated or followed by figures and signs; without tones, as folded."""
_FIGURES_AND_SIGNS = frozenset("0123456789!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def password_faults(password: str, *, login: str = "", name: str = "") -> tuple[Fault, ...]:
    """Return what is wrong with a new password: too short, too long, easy to guess, or its owner's own name.

    Any character may be in it. No fault tells the password.
    """
    composed = unicodedata.normalize("NFC", password)
    size = len(composed.encode("utf-8", "surrogatepass"))
    if len(composed) < SHORTEST:
        return (Fault(place="password", code="password.too_short", found=f"{len(composed)}", wanted=f"{SHORTEST}"),)
    if size > LONGEST_BYTES:
        return (Fault(place="password", code="password.too_long", found=f"{size}", wanted=f"{LONGEST_BYTES}"),)
    if len(set(composed)) < _FEWEST_DIFFERENT or _is_made_of(composed, _COMMON):
        return (Fault(place="password", code="password.common"),)
    own = {_folded(part) for part in (login, login.partition("@")[0], name, *name.split())}
    if _is_made_of(composed, (*_COMMON, *(word for word in own if len(word) >= _SHORTEST_NAME))):
        return (Fault(place="password", code="password.own_name"),)
    return ()


def _folded(text: str) -> str:
    """Return the text without tones, blanks and capitals, as a guesser would try it."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in plain if not (unicodedata.combining(c) or c.isspace()))


def _is_made_of(password: str, words: tuple[str, ...]) -> bool:
    """Say whether nothing but figures and signs is left of a password when the words are taken out."""
    left = _folded(password)
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return _FIGURES_AND_SIGNS.issuperset(left)
