"""What the tests of the promulgated papers share: the founding plan and its document, read and made once."""

import pytest

from app import SEED
from app.documents.decision import render_decision
from app.services.seeding import read_seed


@pytest.fixture(scope="session")
def founding():
    return next(dossier for dossier in read_seed(SEED).plans if dossier.plan.key == "binh-phuoc-2023")


@pytest.fixture(scope="session")
def founding_decision(founding):
    return render_decision(founding, None)
