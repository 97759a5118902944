"""A list of 1,000 candidates, from the request's bytes to the answer's, out of both stores.

The verdict on the model's order of candidates is put in: nobody waits for a model that knows people.
Beside it stands what single answers notice while two lists at a time are made without a pause: it is
bounded by what they see right before.
"""

import json
import os
import random
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Final

import httpx
import msgspec

from benchmarks.measuring import settings
from benchmarks.promises import Measured, at_most
from benchmarks.serve import HIRING, SERVICE, Target, seen_by, started
from hiring.application.ranking.rank_candidates import RankCandidates
from hiring.application.ranking.ranking_model import RankingModel
from hiring.bootstrap.production import production
from hiring.domain.decisions import NO_CLIENT
from hiring.domain.evaluation.ordering import CandidateOrder, OrdersCandidates, ordering_of
from hiring.domain.records import ApplicantRows
from hiring.entrypoints.http.resources.lists import MOST_LISTS
from hiring.entrypoints.http.routes.predictions.rank import list_of
from hiring.entrypoints.http.routes.predictions.rank_request import parse_rank_request
from hiring.settings import load_settings
from hiring.synthetic import write_exports
from tests.postgres_server import a_local_server

APPLICANTS: Final = 5_000
PROSPECTS: Final = 20_000
CANDIDATES: Final = 1_000
SEED: Final = 7
ROUNDS: Final = 9
ANSWER_ROUNDS: Final = 5
MOST_TIMES_P99: Final = 2.0  # of single answers beside lists, over those alone
BOUNDS_MS: Final = {
    ("records", "tiers"): 250,
    ("records", "scores"): 400,
    ("codes", "tiers"): 150,
    ("codes", "scores"): 300,
}

_GROUP: Final = ordering_of([0.9, 0.2], [1, 0], [7, 7])
_PROVEN: Final = CandidateOrder(verdict=OrdersCandidates.PROVEN, grouped=_GROUP, later=_GROUP)


def run() -> Iterator[Measured]:
    """What a list takes, and what single answers notice."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(a_local_server(fsync=True))
        made = write_exports(folder / "exports", applicants=APPLICANTS, prospects=PROSPECTS, seed=SEED)
        artifact = str(folder / "artifacts" / "modelo_prec80.joblib")
        files = {"HIRING_STORAGE": "files", "HIRING_HOME": str(folder / "home"), "MODEL_ARTIFACT": artifact}
        postgres = {
            "HIRING_STORAGE": "postgres",
            "POSTGRES_HOST": str(server.url.host),
            "POSTGRES_USER": "postgres",
            "POSTGRES_DB": "postgres",
            "MODEL_ARTIFACT": artifact,
        }
        exports = (str(made.applicants_path), str(made.prospects_path), str(made.vagas_path))
        names = ("applicants", "prospects", "vagas")
        _ran(files, "run", *(f"--{name}={export}" for name, export in zip(names, exports, strict=True)))
        _ran(postgres, "db", "upgrade")
        for name, export in zip(names, exports, strict=True):
            _ran(postgres, "ingest", name, export)
        for store, words in (("files", files), ("postgres", postgres)):
            with settings(**words):
                yield from _lists_told(store)
        token = _ran(postgres, "keys", "create", "benchmark").strip()
        with settings(**postgres), started(SERVICE, os.environ, folder / "service.log", token) as service:
            seen_by(service, 1)
            yield _answers_told(service, _body(made.vagas_path, made.applicants_path))


def _ran(environment: Mapping[str, str], *words: str) -> str:
    with settings(**environment):
        done = subprocess.run([*HIRING, *words], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def _body(vagas: Path, applicants: Path) -> bytes:
    """A request about people with their records."""
    people = json.loads(applicants.read_text("utf-8"))
    codes = random.Random(SEED).sample(sorted(people), CANDIDATES)
    raw = [{**people[code], "codigo_profissional": int(code)} for code in codes]
    titles = json.loads(vagas.read_text("utf-8"))
    vaga = next(code for code, one in titles.items() if "SAP" in one["informacoes_basicas"]["titulo_vaga"])
    return json.dumps({"vaga": int(vaga), "candidates": raw}).encode()


def _a_vaga(rank: RankCandidates) -> int:
    """One with a title that asks for something."""
    for rows in rank.find.vagas.chunks(1_000):
        for code, document in zip(rows.vaga_codigo.tolist(), rows.document, strict=True):
            if b"SAP" in document:
                return int(code)
    raise LookupError("no vaga asks for SAP")


def _lists_told(store: str) -> Iterator[Measured]:
    with production(load_settings()) as hiring:
        model = hiring.ranking_model()
        rank = hiring.rank_candidates(model.profile)
        rows = ApplicantRows.concatenate(list(rank.find.applicants.chunks(APPLICANTS)))
        chosen = random.Random(SEED).sample(range(len(rows)), CANDIDATES)
        codes = [int(rows.codigo_profissional[place]) for place in chosen]
        raw = [
            {**json.loads(rows.document[place]), "codigo_profissional": code}
            for place, code in zip(chosen, codes, strict=True)
        ]
        vaga = _a_vaga(rank)
        bodies = {
            "records": json.dumps({"vaga": vaga, "candidates": raw}).encode(),
            "codes": json.dumps({"vaga": vaga, "candidates": codes}).encode(),
        }
        models = {"tiers": model, "scores": replace(model, candidate_order=_PROVEN)}
        for (candidates, order), bound in BOUNDS_MS.items():
            rounds = [_took_ms(rank, models[order], bodies[candidates]) for _ in range(ROUNDS)]
            took, cpu = (sorted(column) for column in zip(*rounds, strict=True))
            print(
                f"{store:<9}{CANDIDATES:,} {candidates:<8}{order:<7}best {took[0]:>6.0f} ms, median "
                f"{median(took):>6.0f} ms, CPU {cpu[0]:>4.0f} ms"
            )
            yield at_most(f"{store}: {CANDIDATES:,} {candidates}, {order}", took[0], bound, "ms")


def _took_ms(rank: RankCandidates, model: RankingModel, body: bytes) -> tuple[float, float]:
    """From the first byte to the last: on the clock, and of this process's CPU."""
    began, cpu = time.perf_counter(), time.process_time()
    request = parse_rank_request(body, request_id=uuid.uuid4().hex, reasons=0, client=NO_CLIENT)
    msgspec.json.encode(list_of(rank(request, model)))
    return 1e3 * (time.perf_counter() - began), 1e3 * (time.process_time() - cpu)


def _answers_told(service: Target, body: bytes) -> Measured:
    """What one client that asks about one person after the other sees, alone and beside lists, in turn."""
    alone, beside = [], []
    statuses: list[int] = []
    for _ in range(ANSWER_ROUNDS):
        alone.append(seen_by(service, 1).load)
        with _lists(service, body) as answered:
            beside.append(seen_by(service, 1).load)
        statuses += answered
    for name, seen in (("alone", alone), ("beside two lists at a time", beside)):
        p50, p99 = (median(getattr(one, field) for one in seen) for field in ("p50_ms", "p99_ms"))
        print(f"POST /predict {name:<28}p50 {p50:>6.2f} ms, p99 {p99:>6.2f} ms")
    times = sorted(each.p99_ms / before.p99_ms for each, before in zip(beside, alone, strict=True))
    print(
        f"p99 beside lists: {median(times):.1f} times alone ({times[0]:.1f} to {times[-1]:.1f}); "
        f"{len(statuses)} lists meanwhile"
    )
    return at_most("p99 of single answers beside lists, over alone", median(times), MOST_TIMES_P99, "times")


@contextmanager
def _lists(service: Target, body: bytes) -> Iterator[Sequence[int]]:
    """Lists without a pause, as many at a time as the service makes."""
    statuses: list[int] = []
    ended = threading.Event()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {service.token}"}

    def ask() -> None:
        with httpx.Client(timeout=60) as client:
            while not ended.is_set():
                statuses.append(client.post(f"{service.url}/rank", content=body, headers=headers).status_code)

    threads = [threading.Thread(target=ask) for _ in range(MOST_LISTS)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    if set(statuses) != {200}:
        raise RuntimeError(f"{service.url}/rank answered {sorted(set(statuses))}")
