"""The API against its description: whatever is sent, the answer is one that the description names, never a fault."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from web.people import BY as BY_TEST
from web.people import open_account, session_of
from web.seeded import EVERY_PLANNER, LOOPBACK, NOW, Site, fill, release_founding_plan

from app.db.store import open_store
from app.domain.accounts import AccountRole, RoleGrant
from app.services.accounts import give_role
from app.web.route_table import ROUTES

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    deadline=None,
    derandomize=True,
)


@pytest.fixture(scope="module")
def api_site(tmp_path_factory):
    """A site of its own, which the generated requests may change; one account plans and administers."""
    url = f"sqlite:///{tmp_path_factory.mktemp('api') / 'kiemtra.db'}"
    fill(url)
    release_founding_plan(url)
    site = Site(url)
    with open_store(site.engine) as store:
        open_account(store, "keeper", (RoleGrant(role=AccountRole.ADMINISTRATOR),))
        planner = store.accounts.by_login(EVERY_PLANNER)
        give_role(store, None, planner.id, RoleGrant(role=AccountRole.ADMINISTRATOR), by=BY_TEST, at=NOW)
    yield site
    site.close()


@pytest.fixture(scope="module")
def description(api_site):
    schema = schemathesis.openapi.from_dict(api_site.guest().get("/api/openapi.json").json())
    schema.app = api_site.app
    return schema


def headers_of(site: Site, login: str = EVERY_PLANNER) -> dict[str, str]:
    """Sign in anew, since a request before may have ended the session, and return what goes with a request."""
    client = site.client_with(session_of(site.engine, login, NOW))
    secret = client.cookies["kiemtra-phien"]
    return {"cookie": f"kiemtra-phien={secret}", "x-csrf-token": site.token(client), "host": "127.0.0.1"}


OPERATIONS = sorted(
    (method, path.replace(":path}", "}"))
    for method, path in ROUTES
    if path.startswith("/api/") and path != "/api/openapi.json"
)


def test_the_description_names_every_route_of_the_api_and_no_page(description):
    described = {(o.ok().method.upper(), o.ok().path) for o in description.get_all_operations()}
    assert described == set(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_whatever_is_sent_is_answered_as_the_description_says(description, api_site, method, path):
    @EXAMPLES
    @given(case=description[path][method].as_strategy())
    def sending(case):
        case.call_and_validate(base_url=LOOPBACK, headers=headers_of(api_site), checks=CHECKS)

    sending()


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_whatever_a_stranger_sends_is_answered_as_the_description_says(description, method, path):
    @settings(EXAMPLES, max_examples=5)
    @given(case=description[path][method].as_strategy())
    def sending(case):
        case.call_and_validate(base_url=LOOPBACK, headers={"host": "127.0.0.1"}, checks=CHECKS)

    sending()
