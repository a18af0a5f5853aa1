"""A browser without scripts: opens pages, fills in their forms as they stand, and sends them."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import TYPE_CHECKING

from lxml import html
from web.seeded import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from httpx2 import Response
    from lxml.html import HtmlElement
    from starlette.testclient import TestClient


def page_of(answer: Response) -> HtmlElement:
    return html.document_fromstring(answer.content.decode())


def spaced(element: HtmlElement) -> str:
    """Return the words of an element, a blank between each piece of it and the next, blanks folded."""
    return " ".join(" ".join(element.itertext()).split())


def main_words(answer: Response) -> str:
    """Return the words of the page's main part."""
    return spaced(page_of(answer).get_element_by_id("noi-dung"))


def form_on(answer: Response, action: str) -> HtmlElement:
    """Return the one form of the page's main part that goes to that path."""
    (form,) = page_of(answer).xpath("//main//form[@action=$action]", action=action)
    return form


def sent(client: TestClient, answer: Response, action: str, typed: Mapping[str, str] | None = None) -> Response:
    """Fill in a form of the page, whatever it already holds left as it is, and send it as the page says."""
    form = form_on(answer, action)
    typed = typed or {}
    unknown = typed.keys() - form.fields.keys()
    assert not unknown, unknown
    fields = {name: value for name, value in {**form.fields, **typed}.items() if value is not None}
    if form.method == "GET":
        return client.get(action, params=fields)
    assert fields["ma-bieu-mau"]
    return keeping_session(client, client.post(action, data=fields))


def keeping_session(client: TestClient, answer: Response) -> Response:
    """Let the browser keep the session that an answer begins: by the clock of the tests it is not over yet."""
    for cookie in answer.headers.get_list("set-cookie"):
        for name, morsel in SimpleCookie(cookie).items():
            if name == "kiemtra-phien":
                client.cookies.set(name, morsel.value, domain="127.0.0.1")
    return answer


def told_wrong(answer: Response) -> dict[str, str]:
    """Return what the summary at the top says is wrong, by field, having seen that each field says the same."""
    page = page_of(answer)
    listed = {link.get("href")[1:]: words(link) for link in page.xpath("//*[@data-error-summary]//a")}
    beside = {name: page.xpath("string(//*[@id=$id])", id=f"{name}-loi") for name in listed}
    assert {name: " ".join(text.split()).removeprefix("Lỗi: ") for name, text in beside.items()} == listed
    described = {name: page.get_element_by_id(name).get("aria-describedby", "").split() for name in listed}
    assert {name for name in listed if f"{name}-loi" not in described[name]} == set()
    assert page.xpath("string(//title)").startswith("Lỗi: ")
    return listed
