"""The tables that ship, and one calibration for all tests."""

from __future__ import annotations

import pytest

from loaders.reference.tables import read_input_output
from queries.localshare import Balances, National, balances_of, national_of
from queries.localshare.calibration import Calibration, calibrate
from queries.localshare.report import Report, report


@pytest.fixture(scope="session")
def national() -> National:
    return national_of(read_input_output("china-2017-42"), "china-2017-42")


@pytest.fixture(scope="session")
def provinces(national: National) -> Balances:
    return balances_of(read_input_output("provinces-2017-42"), national, "provinces-2017-42")


@pytest.fixture(scope="session")
def calibration(national: National, provinces: Balances) -> Calibration:
    return calibrate(provinces, national)


@pytest.fixture(scope="session")
def made(calibration: Calibration, national: National, provinces: Balances) -> Report:
    return report(calibration, provinces, national)
