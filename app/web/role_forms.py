"""Chọn vai trò trên trang: by which plan, which role, tied to whom, as far as it is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.accounts import AccountRole
from app.domain.errors import NotFound, Refused
from app.domain.listed_plans import ListedPlan
from app.domain.plans import PlanSummary
from app.services.role_choices import RoleSubject, plans_to_give_from, subjects_to_give
from app.services.sentences import refusal_sentence, role_words
from app.web.form_faults import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.db.store import Store
    from app.domain.accounts import Account, RoleGrant

PLAN, ROLE, PERSON, UNIT = "ke-hoach", "vai-tro", "nguoi", "don-vi"
"""The fields, and queries, that choose; a page that knows the person or the unit names them so."""
_STEP = "buoc"
"""The field that names the step that was sent: without it the page is just opened."""
SUBJECT = Field(name="gan-voi", label="Gắn với")
ROLE_FIELDS = dict.fromkeys(("role", "province", "agency", "person", "unit"), SUBJECT)
"""The field of each place at which a role to be given may be wrong."""

_HAVE_NO_SUBJECT = frozenset({AccountRole.ADMINISTRATOR, AccountRole.VIEWER})


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleOption:
    """Vai trò để chọn: its code and its name."""

    code: AccountRole
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleForm:
    """Vai trò đang chọn: what there is to choose from, and what was chosen.

    `plan` is None where there is none to give roles by, `role` while none was chosen; `subject` is the key that was
    chosen, "" while none was or the role has none.
    """

    plans: tuple[PlanSummary | ListedPlan, ...]
    plan: PlanSummary | ListedPlan | None
    roles: tuple[RoleOption, ...]
    role: AccountRole | None
    subjects: tuple[RoleSubject, ...]
    subject: str

    @property
    def subject_options(self) -> list[tuple[str, str]]:
        """The subjects as a field to choose from takes them, an empty choice first while there is one to make."""
        found = [(each.key, each.words) for each in self.subjects]
        return found if len(found) == 1 else [("", ""), *found]

    @property
    def role_name(self) -> str:
        """The chosen role in words."""
        return role_words(self.role) if self.role is not None else ""

    @property
    def has_subject(self) -> bool:
        """Say whether the chosen role is tied to somebody or something."""
        return self.role is not None and self.role not in _HAVE_NO_SUBJECT

    @property
    def chosen(self) -> RoleSubject | None:
        """What the role is to be tied to, None while it is not chosen."""
        return next((each for each in self.subjects if each.key == self.subject), None)

    @property
    def grant(self) -> RoleGrant | None:
        """The role to be given, None while it is not chosen."""
        return self.chosen.grant if self.chosen is not None else None

    @property
    def slip(self) -> dict[str, str]:
        """What is wrong while the role is not chosen, by the name of the field; empty when it is."""
        if self.grant is not None:
            return {}
        if self.role is None:
            return {ROLE: refusal_sentence(Refused("role.not_chosen"))}
        return {SUBJECT.name: refusal_sentence(Refused("role.subject_not_chosen"))}


def role_form(store: Store, giver: Account, values: Mapping[str, str]) -> RoleForm:
    """Return what the giver may choose from, and what the values of a query or a form have chosen.

    Raises NotFound for a plan that is not the giver's to give roles by.
    """
    plans = plans_to_give_from(store, giver)
    wanted = values.get(PLAN, "")
    plan = next((each for each in plans if wanted in {"", each.key}), None)
    if plan is None and wanted:
        raise NotFound("plan", wanted)
    dossier = store.plans.dossier(plan.key) if plan is not None else None
    by_role = subjects_to_give(giver, dossier)
    subject = values.get(SUBJECT.name) or values.get(PERSON) or values.get(UNIT) or ""
    role = _role(values, by_role, subject)
    subjects = by_role[role] if role is not None else ()
    if not subject and len(subjects) == 1:
        subject = subjects[0].key
    return RoleForm(
        plans=plans,
        plan=plan,
        roles=tuple(RoleOption(code=role, name=role_words(role)) for role in by_role),
        role=role,
        subjects=subjects,
        subject=subject,
    )


def missed_step(choice: RoleForm, values: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong when a step of choosing was sent and nothing was chosen; empty when it was not."""
    return choice.slip if values.get(_STEP) == (ROLE if choice.role is None else SUBJECT.name) else {}


def _role(
    values: Mapping[str, str], offered: Mapping[AccountRole, tuple[RoleSubject, ...]], subject: str
) -> AccountRole | None:
    """Return the role that was chosen, else the first that the named person or unit may have."""
    named = values.get(ROLE, "")
    if named:
        return next((role for role in offered if role == named), None)
    if not subject:
        return None
    return next((role for role, subjects in offered.items() if any(each.key == subject for each in subjects)), None)
