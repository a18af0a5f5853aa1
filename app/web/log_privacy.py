"""Nhật ký không lộ mã bí mật: whoever reads a log must not be able to read a calendar, nor to open an account.

The secret in the path of a feed or of a one-time link is replaced, in every line of every handler, by the beginning of
its hash: lines of one can still be told from those of another. `LOG_CONFIG` is uvicorn's own configuration with that
filter.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from uvicorn.config import LOGGING_CONFIG

from app.services.feeds import secret_hash

_SECRET = re.compile(r"(?:(?<=/lich/)|(?<=/loi-moi/))[\w%~-]{16,}|(?<=/dang-nhap/sso/ve\?)\S+")
_SHOWN = 8
_FORMATTER = logging.Formatter()


def hidden(text: str) -> str:
    """Return the text with the secrets in it replaced by the first 8 digits of their hash."""
    return _SECRET.sub(lambda found: f"({secret_hash(found[0])[:_SHOWN]})", text)


class HideSecrets(logging.Filter):
    """Bộ lọc nhật ký: passes every record on, without the secrets of paths in its message, arguments and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Hide the secrets in the record; always return True."""
        record.msg = _cleaned(record.msg)
        if isinstance(record.args, Mapping):
            record.args = {name: _cleaned(value) for name, value in record.args.items()}
        else:
            record.args = tuple(_cleaned(value) for value in record.args or ())
        if record.exc_info and not record.exc_text:
            record.exc_text = _FORMATTER.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = hidden(record.exc_text)
        if record.stack_info:
            record.stack_info = hidden(record.stack_info)
        return True


def _cleaned(value: object) -> Any:
    """Return the value itself unless its text names a path with a secret: a format such as %d keeps its number."""
    text = str(value)
    return hidden(text) if _SECRET.search(text) else value


def _log_config() -> dict[str, Any]:
    config = deepcopy(LOGGING_CONFIG)
    config["filters"] = {"secrets": {"()": HideSecrets}}
    for handler in config["handlers"].values():
        handler["filters"] = ["secrets"]
    config["root"] = {"handlers": ["default"], "level": "WARNING"}
    return config


LOG_CONFIG: dict[str, Any] = _log_config()
"""Cấu hình nhật ký của máy chủ, for `uvicorn.run(log_config=…)`; other libraries' warnings go through it too."""
