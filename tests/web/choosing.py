"""Forms of drawing up as a browser without scripts fills them in, with fields of several choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.filling import form_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from httpx2 import Response
    from starlette.testclient import TestClient


def sent(
    client: TestClient, answer: Response, action: str, typed: Mapping[str, str | Sequence[str]] | None = None
) -> Response:
    """Fill in a form of the page, whatever it already holds left as it is, and send it as the page says.

    A field of several choices is typed as a list of them.
    """
    form = form_on(answer, action)
    unknown = (typed or {}).keys() - form.fields.keys()
    assert not unknown, unknown
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    assert fields["ma-bieu-mau"]
    changed = {name: [value] if isinstance(value, str) else list(value) for name, value in (typed or {}).items()}
    return client.post(action, data={**fields, **changed})
