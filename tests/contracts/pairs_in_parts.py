"""However applicants are cut, and wherever their parts are read: answers about pairs are those of one."""

import gzip
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import pytest

from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.exports.decoding import RecordDecoder
from hiring.adapters.exports.prospects import ProspectsFile
from hiring.adapters.exports.vagas import VagasFile
from hiring.adapters.local.here import Here
from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.memory.store import MemoryStore
from hiring.application.ports.exports import Files
from hiring.application.ports.logs import InferenceLog
from hiring.application.ports.models import Scorer
from hiring.application.ports.parallel import Parallel
from hiring.application.serving.append import Append
from hiring.application.serving.decide import Decide
from hiring.application.serving.run_ids import RunIds
from hiring.application.serving.score_pairs import NO_APPLICANT, NO_VAGA, ScorePairs
from hiring.application.serving.score_pairs import REPEATED as REPEATED_PAIR
from hiring.domain.decisions import Decision
from hiring.domain.errors import HiringError
from hiring.domain.features import CANDIDATE_VAGA
from hiring.domain.features.encodings import Lookup, WordWeights
from hiring.domain.models import ModelVersion
from hiring.domain.records import Floats, Reject
from hiring.synthetic.exports import write_exports
from tests.contracts.builders import NOON, a_version
from tests.unit.adapters.exports.several import several
from tests.unit.adapters.exports.test_parts import an_export
from tests.unit.entrypoints.http.builders import EVER

E = TypeVar("E")

FIRST: Final = 31_000  # the code of the first applicant of `an_export`
UNKNOWN: Final = 99_999
PROFILE: Final = CANDIDATE_VAGA.learnt(
    {
        name: WordWeights(("analista", "sap", "analista sap"), (1.0, 2.0, 3.0), (0.5, -0.25, 0.75), 0.125)
        if kind.uses_outcomes
        else Lookup(("decision sao paulo", "sao paulo"), (0.75, 0.5), 0.0)
        for name, kind in CANDIDATE_VAGA.texts
    }
)


class EveryColumn(Scorer):
    """A score to which every column, each by a weight of its own, has something to say."""

    @property
    def version(self) -> ModelVersion:
        version = a_version()
        return replace(version, card=replace(version.card, feature_columns=PROFILE.features))

    def score(self, features: Floats) -> Floats:
        sums = (np.nan_to_num(features) * np.linspace(-1, 1, features.shape[1])).sum(axis=1)
        return 0.5 + sums / (2 + 2 * np.abs(sums))


@dataclass(frozen=True)
class Answered:
    """What came of a run, and what the log has of it."""

    decisions: list[Decision] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    unscored: Counter[str] = field(default_factory=Counter)
    rejected: int = 0
    rows: list[Decision] = field(default_factory=list)


def write_pairs(folder: Path, applicants: int = 60) -> int:
    """The three exports, full of traps, and the size of that of applicants in bytes."""
    text = an_export(applicants=applicants)
    (folder / "applicants.json").write_bytes(text)
    write_put_forward(folder, applicants)
    return len(text)


def write_put_forward(folder: Path, applicants: int = 60) -> None:
    """Vagas, and prospects for them: of a third of the people for several, and of a fifth for none."""
    made = write_exports(folder / "invented", applicants=10, prospects=60, seed=3)
    vagas = json.loads(made.vagas_path.read_text("utf-8"))
    chance, codes = random.Random(applicants), [str(FIRST + number) for number in range(applicants)]
    put_forward = [(chance.choice(list(vagas)), code) for code in codes if int(code) % 5]
    put_forward += [(vaga, code) for code in codes[::3] for vaga in list(vagas)[:4] if int(code) % 5]
    put_forward += [("70000", codes[1]), (next(iter(vagas)), str(UNKNOWN)), put_forward[0], ("70001", "x")]
    put_forward += [(vaga, code) for vaga in list(vagas)[:2] for code in ("7", "8", "9", "77", "80")]
    days = count(1)
    lists: dict[str, list[dict[str, str]]] = {}
    for vaga, code in put_forward:
        day = f"{next(days) % 28 + 1:02}-03-2021" if chance.random() < 0.9 else "0000-00-00"
        lists.setdefault(vaga, []).append({"codigo": code, "data_candidatura": day})
    prospects = {vaga: {"titulo": "", "prospects": listed} for vaga, listed in lists.items()}
    (folder / "vagas.json").write_text(json.dumps({"x": {}, **vagas}), "utf-8")
    (folder / "prospects.json").write_text(json.dumps(prospects), "utf-8")


def a_score(
    folder: Path, parallel: Parallel, log: InferenceLog, *, part_bytes: int, applicants: Files | None = None
) -> ScorePairs:
    file = applicants or folder / "applicants.json"
    decide = Decide(scorer=EveryColumn(), audit=Append(log=log), clock=FixedClock(NOON), digest_key=b"k" * 32)
    return ScorePairs(
        applicants=ApplicantsFile(file, part_bytes=part_bytes),
        prospects=ProspectsFile(folder / "prospects.json"),
        vagas=VagasFile(folder / "vagas.json"),
        decoder=RecordDecoder([path for rule in PROFILE.rules for path in rule.reads]),
        parallel=parallel,
        decide=decide,
        progress=SilentProgress(),
    )


def answered(
    score: ScorePairs, log: InferenceLog, disturbed: Callable[[Iterable[E]], Iterable[E]] = iter
) -> Answered | tuple[str, str]:
    """What `predict --run-id` answers; or what its failure is."""
    try:
        chunks = list(disturbed(score(PROFILE, chunk_size=16, request_id_of=RunIds("monday"))))
    except HiringError as error:
        return error.code, str(error)
    return Answered(
        decisions=[decision for chunk in chunks for decision in chunk.decisions],
        rejects=[reject for chunk in chunks for reject in chunk.rejects],
        unscored=sum((Counter(chunk.unscored) for chunk in chunks), Counter[str]()),
        rejected=sum(chunk.rejected for chunk in chunks),
        rows=[row for rows in log.between(*EVER) for row in rows],
    )


def in_one_process(folder: Path, applicants: Files | None = None) -> Answered | tuple[str, str]:
    log = MemoryStore().inference_log
    return answered(a_score(folder, Here(), log, part_bytes=1 << 30, applicants=applicants), log)


class PairsInPartsContract:
    """Give the fixture `parallel`."""

    @pytest.mark.parametrize("parts", [1, 2, 7, 64])
    def test_answers_and_rows_are_those_of_one_process(
        self, parallel: Parallel, tmp_path: Path, parts: int
    ) -> None:
        size, log = write_pairs(tmp_path), MemoryStore().inference_log
        expected = in_one_process(tmp_path)
        score = a_score(tmp_path, parallel, log, part_bytes=size // parts + 1)

        assert isinstance(expected, Answered)
        assert expected.rows == expected.decisions
        assert set(expected.unscored) == {NO_VAGA, NO_APPLICANT, REPEATED_PAIR}
        assert len({one.score for one in expected.decisions}) > 60
        assert answered(score, log) == expected
        assert answered(replace(score, parallel=Here()), log) == expected, "a run that is done again"

    def test_applicants_in_several_files(self, parallel: Parallel, tmp_path: Path) -> None:
        write_put_forward(tmp_path)
        _, files, _ = several(tmp_path, 5)
        log = MemoryStore().inference_log
        expected = in_one_process(tmp_path, files)

        assert isinstance(expected, Answered)
        assert any(reject.file for reject in expected.rejects)
        assert answered(a_score(tmp_path, parallel, log, part_bytes=9_000, applicants=files), log) == expected

    @pytest.mark.parametrize("fault", [b"?", b'"5": {{', b"\xff"])
    def test_a_fault_in_the_middle_is_told_as_one_process_tells_it(
        self, parallel: Parallel, tmp_path: Path, fault: bytes
    ) -> None:
        size, log = write_pairs(tmp_path), MemoryStore().inference_log
        file = tmp_path / "applicants.json"
        text = file.read_bytes()
        at = text.index(b'"31035"')
        file.write_bytes(text[:at] + fault + text[at:])
        expected = in_one_process(tmp_path)

        assert isinstance(expected, tuple)
        assert answered(a_score(tmp_path, parallel, log, part_bytes=size // 8), log) == expected

    def test_where_nobody_can_be_scored(self, parallel: Parallel, tmp_path: Path) -> None:
        size, log = write_pairs(tmp_path), MemoryStore().inference_log
        (tmp_path / "vagas.json").write_text(
            '{"71000": {"informacoes_basicas": {"titulo_vaga": "Analista"}}}'
        )
        expected = in_one_process(tmp_path)

        assert isinstance(expected, tuple)
        assert expected[0] == "nothing-kept"
        assert answered(a_score(tmp_path, parallel, log, part_bytes=size // 4), log) == expected

    def test_a_packed_export_is_one_part(self, parallel: Parallel, tmp_path: Path) -> None:
        write_pairs(tmp_path)
        packed = tmp_path / "applicants.json.gz"
        packed.write_bytes(gzip.compress((tmp_path / "applicants.json").read_bytes()))
        log = MemoryStore().inference_log

        assert answered(
            a_score(tmp_path, parallel, log, part_bytes=100, applicants=packed), log
        ) == in_one_process(tmp_path)
