"""Both exports of an invented recruiting system, written as a stream."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from hiring.synthetic.chance import Ints, Rng, generators
from hiring.synthetic.outcomes import hire_chances
from hiring.synthetic.people.applicants import records
from hiring.synthetic.people.population import FIRST_CODE, invented
from hiring.synthetic.prospects import vaga_sizes, vagas
from hiring.synthetic.roster import Roster
from hiring.synthetic.writing import one_object
from hiring.unfinished import draft_file

BLOCK: Final = 256  # records in memory at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticExports:
    applicants_path: Path
    prospects_path: Path
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
    hard: bool = False,
    advance: Callable[[int], None] = unheeded,
) -> SyntheticExports:
    """Write `applicants.json` and `prospects.json` into a folder; equal arguments, equal bytes.

    Both appear when both are complete. Memory grows by a few dozen bytes an applicant or vaga.

    Args:
        out: Made if it is not there; older exports in it are replaced.
        applicants: Records in `applicants.json`, at least 1.
        prospects: Prospects of all vagas together; the number of vagas follows from it.
        seed: Not negative.
        hard: The same applicants without the clear segment: their outcomes depend on them so weakly that no
            threshold is precise.
        advance: Told of every block the number of applicants or prospects just written.

    Raises:
        ValueError: an argument makes no sense.
    """
    if applicants < 1 or prospects < 0:
        raise ValueError(f"applicants must be at least 1 and prospects at least 0: {applicants}, {prospects}")
    people_rng, prospects_rng = generators(seed, 2)
    applicants_path, prospects_path = out / "applicants.json", out / "prospects.json"
    out.mkdir(parents=True, exist_ok=True)
    with draft_file(applicants_path) as people_file, draft_file(prospects_path) as prospects_file:
        roster = write_applicants(people_file, people_rng, count=applicants, hard=hard, advance=advance)
        sizes = vaga_sizes(prospects_rng, prospects)
        write_prospects(prospects_file, prospects_rng, roster, sizes=sizes, advance=advance)
    return SyntheticExports(
        applicants_path=applicants_path,
        prospects_path=prospects_path,
        applicants=applicants,
        vagas=len(sizes),
        prospects=prospects,
    )


def write_applicants(
    file: BinaryIO, rng: Rng, *, count: int, hard: bool, advance: Callable[[int], None]
) -> Roster:
    identities, chances = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    with one_object(file, indent=2) as entries:
        for first in range(0, count, BLOCK):
            last = min(first + BLOCK, count)
            people = invented(rng, range(FIRST_CODE + first, FIRST_CODE + last))
            entries.add(records(rng, people, applicants=count))
            identities[first:last] = people.identities
            chances[first:last] = hire_chances(people, hard=hard)
            advance(last - first)
    return Roster(rng, identities=identities, chances=chances)


def write_prospects(
    file: BinaryIO, rng: Rng, roster: Roster, *, sizes: Ints, advance: Callable[[int], None]
) -> None:
    with one_object(file, indent=4) as entries:
        for first in range(0, len(sizes), BLOCK):
            last = min(first + BLOCK, len(sizes))
            entries.add(vagas(rng, roster, sizes=sizes, first=first, last=last))
            advance(int(sizes[first:last].sum()))
