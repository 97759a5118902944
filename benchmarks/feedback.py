"""A file of outcomes into the files store and into a PostgreSQL of its own with fsync on."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from benchmarks.promises import Measured, at_most
from hiring.adapters.exports.outcomes import OutcomesFile
from hiring.adapters.files.store import FileStore
from hiring.adapters.memory.clocks import SYSTEM_CLOCK
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.postgres import PostgresStore
from hiring.adapters.postgres.migrator import Migrations
from hiring.application.monitoring.outcomes.import_outcomes import ImportOutcomes
from hiring.application.ports.store import Store
from hiring.domain.decisions import Decision
from hiring.domain.records import Reject
from tests.postgres_server import a_local_server

OUTCOMES: Final = 50_000
DECISIONS: Final = 100_000
PEOPLE: Final = 60_000
BOUND_S: Final = 5.0

_AT_ONCE: Final = 5_000
_FIRST: Final = datetime(2024, 3, 1, tzinfo=UTC)
_DAY: Final = (_FIRST + timedelta(days=30)).date()


def run() -> Iterator[Measured]:
    """What each import takes."""
    for name, opened in (("files", _files), ("postgres", _postgres)):
        with opened() as store, tempfile.TemporaryDirectory() as folder:
            _log_decisions(store)
            people, ids = _files_of_outcomes(Path(folder))
            for what, file in (("people and vagas", people), ("the same again", people), ("ids", ids)):
                seconds = _import(store, file)
                print(f"{name}: {OUTCOMES:,} outcomes, {what}: {seconds:.1f} s", flush=True)
                yield at_most(f"{name}: {OUTCOMES:,} outcomes, {what}", seconds, BOUND_S, "s")
            print(f"{name}: {_outcomes(store)}", flush=True)


def _import(store: Store, file: Path) -> float:
    """Seconds from the file to the last commit."""
    began = time.perf_counter()
    step = ImportOutcomes(
        source=OutcomesFile(file, SYSTEM_CLOCK().date()),
        feedback=store.feedback,
        clock=SYSTEM_CLOCK,
        progress=SilentProgress(),
    )
    counts = step(client=None, reporter="benchmark", strict=True, tell=_refuse)
    if counts.states.total() != OUTCOMES or counts.unmatched:
        raise ValueError("some outcomes went astray")
    return time.perf_counter() - began


def _refuse(reject: Reject) -> None:
    raise ValueError(reject.reason)


def _outcomes(store: Store) -> str:
    began = time.perf_counter()
    found = sum(map(len, store.feedback.outcomes(_FIRST, _FIRST + timedelta(days=30))))
    return f"{found:,} decisions with outcomes are read in {time.perf_counter() - began:.1f} s"


def _files_of_outcomes(folder: Path) -> tuple[Path, Path]:
    """Half of the people, and decisions by their ids."""
    people, ids = folder / "people.csv", folder / "ids.csv"
    rows = [f"{n},{4_000 + n % 50},{n % 7 == 0:d},{_DAY}\n" for n in range(OUTCOMES)]
    people.write_text("codigo_profissional,vaga_codigo,hired,outcome_at\n" + "".join(rows), "utf-8")
    rows = [f"r{n},{n % 7 == 0:d},{_DAY}\n" for n in range(OUTCOMES)]
    ids.write_text("request_id,hired,outcome_at\n" + "".join(rows), "utf-8")
    return people, ids


def _log_decisions(store: Store) -> None:
    for first in range(0, DECISIONS, _AT_ONCE):
        store.inference_log.append([_decision(number) for number in range(first, first + _AT_ONCE)])


def _decision(number: int) -> Decision:
    return Decision(
        request_id=f"r{number}",
        at=_FIRST + timedelta(seconds=number),
        codigo_profissional=number % PEOPLE,
        score=0.4,
        approved=False,
        threshold=0.6,
        operating_mode="prec80",
        model_path="m.joblib",
        model_version="v1",
        payload={"tem_email": 1.0},
        body_digest="d",
        profile="candidate",
        features=(1.0,),
    )


@contextmanager
def _files() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, closing(FileStore(Path(folder))) as store:
        yield store


@contextmanager
def _postgres() -> Iterator[Store]:
    with a_local_server(fsync=True) as server:
        Migrations(server.url, "public").upgrade()
        with closing(PostgresStore(server.url, "public")) as store:
            yield store
