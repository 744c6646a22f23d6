"""What several tests share."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def examples():
    """The folder of the real example."""
    return ROOT / "examples" / "coalition"


@pytest.fixture(scope="session")
def cases():
    """The folder of the tables of cases."""
    return ROOT / "tests" / "cases"
