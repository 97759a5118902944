"""Pairs of exports are scored the same here and over processes, however applicants are cut."""

import pytest

from hiring.adapters.local.here import Here
from hiring.adapters.local.processes import Processes
from hiring.application.ports.parallel import Parallel
from tests.contracts.pairs_in_parts import PairsInPartsContract


class TestHere(PairsInPartsContract):
    @pytest.fixture
    def parallel(self) -> Parallel:
        return Here()


class TestProcesses(PairsInPartsContract):
    @pytest.fixture
    def parallel(self) -> Parallel:
        return Processes(2)
