"""The exports of an invented recruiting system, written as a stream."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from hiring.synthetic.chance import Ints, Rng, generators
from hiring.synthetic.outcomes import hire_chances
from hiring.synthetic.people.applicants import records as applicant_records
from hiring.synthetic.people.population import FIRST_CODE, invented
from hiring.synthetic.prospects import Vagas, vaga_sizes, vagas_with_prospects
from hiring.synthetic.roster import Roster
from hiring.synthetic.vagas.form import records as vaga_records
from hiring.synthetic.worlds import World
from hiring.synthetic.writing import one_object
from hiring.unfinished import draft_file

BLOCK: Final = 256  # records in memory at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticExports:
    applicants_path: Path
    prospects_path: Path
    vagas_path: Path
    applicants: int
    vagas: int
    prospects: int


def unheeded(_written: int) -> None:
    """Tells nobody."""


def write_exports(  # noqa: PLR0913  # what a caller may choose, each named
    out: Path,
    *,
    applicants: int,
    prospects: int,
    seed: int,
    world: World = World.PERSON,
    advance: Callable[[int], None] = unheeded,
) -> SyntheticExports:
    """Write `applicants.json`, `prospects.json` and `vagas.json` into a folder; equal arguments, equal bytes.

    All appear when all are complete. Memory grows by a few dozen bytes an applicant or vaga.

    Args:
        out: Made if it is not there; older exports in it are replaced.
        applicants: Records in `applicants.json`, at least 1.
        prospects: Prospects of all vagas together; the number of vagas follows from it.
        seed: Not negative.
        world: What outcomes depend on; people, vagas and days are the same in all of them.
        advance: Told of every block the number of applicants or prospects just written.

    Raises:
        ValueError: an argument makes no sense.
    """
    if applicants < 1 or prospects < 0:
        raise ValueError(f"applicants must be at least 1 and prospects at least 0: {applicants}, {prospects}")
    people_rng, prospects_rng, vagas_rng = generators(seed, 3)
    people, forward, vagas = (out / f"{name}.json" for name in ("applicants", "prospects", "vagas"))
    out.mkdir(parents=True, exist_ok=True)
    with (
        draft_file(people) as people_file,
        draft_file(forward) as prospects_file,
        draft_file(vagas) as vagas_file,
    ):
        hard = world is World.HARD
        roster = write_applicants(people_file, people_rng, count=applicants, hard=hard, advance=advance)
        sizes = vaga_sizes(prospects_rng, prospects)
        blocks = vaga_blocks(prospects_rng, roster, sizes=sizes, world=world)
        write_vagas(prospects_file, vagas_file, vagas_rng, blocks, advance=advance)
    return SyntheticExports(
        applicants_path=people,
        prospects_path=forward,
        vagas_path=vagas,
        applicants=applicants,
        vagas=len(sizes),
        prospects=prospects,
    )


def write_applicants(
    file: BinaryIO, rng: Rng, *, count: int, hard: bool, advance: Callable[[int], None]
) -> Roster:
    identities, chances = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    sap = np.empty(count, dtype=np.bool_)
    with one_object(file, indent=2) as entries:
        for first in range(0, count, BLOCK):
            last = min(first + BLOCK, count)
            people = invented(rng, range(FIRST_CODE + first, FIRST_CODE + last))
            entries.add(applicant_records(rng, people, applicants=count))
            identities[first:last] = people.identities
            chances[first:last] = hire_chances(people, hard=hard)
            sap[first:last] = people.mentions["sap"]
            advance(last - first)
    return Roster(rng, identities=identities, chances=chances, sap=sap)


def vaga_blocks(
    rng: Rng, roster: Roster, *, sizes: Ints, world: World
) -> Iterator[tuple[Vagas, dict[str, object], int]]:
    """The vagas, their records in `prospects.json`, and how many prospects these hold."""
    for first in range(0, len(sizes), BLOCK):
        last = min(first + BLOCK, len(sizes))
        found = vagas_with_prospects(rng, roster, sizes=sizes, first=first, last=last, world=world)
        yield *found, int(sizes[first:last].sum())


def write_vagas(
    prospects_file: BinaryIO,
    vagas_file: BinaryIO,
    rng: Rng,
    blocks: Iterator[tuple[Vagas, dict[str, object], int]],
    *,
    advance: Callable[[int], None],
) -> None:
    with one_object(prospects_file, indent=4) as forward, one_object(vagas_file, indent=4) as described:
        for vagas, prospects, count in blocks:
            forward.add(prospects)
            described.add(vaga_records(rng, vagas))
            advance(count)
