"""Tệp tĩnh: styles, scripts, fonts and icons, which browsers keep as long as their address names their content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

KEPT = "public, max-age=31536000, immutable"
"""For an address that changes with the content: a version in the name, or the mark that `static_url` adds."""
ASKED_AGAIN = "no-cache"

_VERSION = re.compile(r"-\d+\.\d+\.\d+")


class StaticFolder(StaticFiles):
    """Thư mục tệp tĩnh: an ASGI app that says with each file how long a browser may keep it."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file of that path with its Cache-Control; raise HTTPException for what is not there."""
        answer = await super().get_response(path, scope)
        is_marked = scope["query_string"].startswith(b"v=") or _VERSION.search(path)
        answer.headers["Cache-Control"] = KEPT if is_marked else ASKED_AGAIN
        return answer
