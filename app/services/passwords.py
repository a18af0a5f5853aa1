"""Mật khẩu: hashed with argon2id (RFC 9106), and verified at the same cost whoever it is."""

from __future__ import annotations

import unicodedata

from argon2 import DEFAULT_MEMORY_COST, DEFAULT_PARALLELISM, DEFAULT_TIME_COST, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.domain.errors import InvalidInput
from app.domain.password_strength import password_faults


class Passwords:
    """Bộ băm mật khẩu, with the parameters of argon2id (`memory_cost` in KiB).

    `verifications` and `hashings` count what was done, so that a test sees that every name and link costs the same.
    """

    def __init__(
        self,
        *,
        time_cost: int = DEFAULT_TIME_COST,
        memory_cost: int = DEFAULT_MEMORY_COST,
        parallelism: int = DEFAULT_PARALLELISM,
    ) -> None:
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_cost, parallelism=parallelism)
        self._of_nobody = self._hasher.hash("", salt=bytes(16))
        self.verifications = 0
        self.hashings = 0

    def hash(self, password: str) -> str:
        """Return the hash of a password with its salt and parameters, as argon2 writes it."""
        self.hashings += 1
        return self._hasher.hash(_composed(password))

    def verify(self, kept: str | None, password: str) -> bool:
        """Say whether it is the password of that hash; for None the same work is done, and it is not."""
        self.verifications += 1
        try:
            self._hasher.verify(self._of_nobody if kept is None else kept, _composed(password))
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def needs_rehash(self, kept: str) -> bool:
        """Say whether a hash was made with other parameters than these."""
        return self._hasher.check_needs_rehash(kept)


def check_password_strength(password: str, *, login: str = "", name: str = "") -> None:
    """Raise InvalidInput, its fault at `password`, for a new password that is not to be used by that account."""
    faults = password_faults(password, login=login, name=name)
    if faults:
        raise InvalidInput(faults)


def _composed(password: str) -> bytes:
    """Return the one form of a password, however its letters were typed (NFC): every keyboard lets its owner in."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
