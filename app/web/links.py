"""Đường dẫn đầy đủ: addresses to hand over, at the service's public name or, without one, where it was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import Request


def full_address(request: Request, path: str) -> str:
    """Return the address of a path. The host of a request counts only where no public address is set."""
    base: str = request.app.state.settings.base_url
    return f"{base.rstrip('/') or str(request.base_url).rstrip('/')}{path}"


def invitation_address(request: Request, secret: str) -> str:
    """Return the address of a one-time link."""
    return full_address(request, f"/loi-moi/{secret}")
