"""Vagas with their prospects in the source's schema."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from hiring.synthetic import comments
from hiring.synthetic.chance import Ints, Rng, Shares, Spread, draws, happens, kept_where, one_of
from hiring.synthetic.outcomes import Fates
from hiring.synthetic.people.answers import RECRUITER
from hiring.synthetic.people.names import full_name
from hiring.synthetic.roster import Roster
from hiring.synthetic.worlds import Applications, World, chances_in

FIRST_VAGA: Final = 4_530
VAGA_SIZE: Final = Spread(
    (205, 0, 0), (216, 1, 1), (137, 2, 2), (114, 3, 3), (76, 4, 4), (56, 5, 5), (40, 6, 6), (27, 7, 7),
    (22, 8, 8), (16, 9, 9), (14, 10, 10), (25, 11, 13), (16, 14, 16), (12, 17, 20), (6, 21, 24), (14, 25, 60),
)  # fmt: skip
MODE: Final = Shares({
    "": 946, "Cooperado": 21, "PJ": 18, "CLT": 11, "CLT - Estratégico": 3, "Hunting": 1,
})  # fmt: skip
YEARS: Final = ((2019, 110), (2020, 150), (2021, 330), (2022, 260), (2023, 100), (2024, 50))
LAST_DAY: Final = date(2024, 12, 31).toordinal()
OPEN_FOR: Final = 25  # days in which a vaga's prospects apply
DECIDED_AFTER: Final = Spread((700, 0, 0), (210, 1, 20), (85, 21, 120), (5, 121, 500))  # days
UNDATED: Final = 1  # per mille
NO_DATE: Final = ("0000-00-00", "0000-00-00", "31-12-1969")
TWICE: Final = 2  # per mille of the prospects stand in the same vaga already


def vaga_sizes(rng: Rng, prospects: int) -> Ints:
    """How many prospects each vaga has; together exactly `prospects`."""
    sizes = np.empty(0, dtype=np.int64)
    while sizes.sum() < prospects:
        sizes = np.concatenate([sizes, VAGA_SIZE.draw(rng, prospects // 3 + 1)])
    ends = np.cumsum(sizes)
    last = int(ends.searchsorted(prospects)) + 1 if prospects else 0
    sizes = sizes[:last]
    sizes[-1:] -= ends[last - 1 : last] - prospects
    return sizes


@dataclass(frozen=True, slots=True, kw_only=True)
class Vagas:
    """Facts about some vagas, one entry a vaga in every field.

    Args:
        codes: In order.
        opened: Days (proleptic ordinals) from which on people apply.
        kinds: Titles as `comments.TITLES` has them.
        titles: As recruiters write them.
    """

    codes: Sequence[int]
    opened: Ints
    kinds: list[str]
    titles: list[str]


def vagas_with_prospects(  # noqa: PLR0913  # which vagas, out of what, in which world
    rng: Rng, roster: Roster, *, sizes: Ints, first: int, last: int, world: World
) -> tuple[Vagas, dict[str, object]]:
    """The vagas from the first to before the last, and their records by code."""
    block = sizes[first:last]
    opened = opening_days(np.arange(first, last), len(sizes))
    forward = PutForward(rng, roster, block, np.repeat(opened, block))
    kinds, titles = comments.titles(rng, len(block))
    facts = Vagas(
        codes=range(FIRST_VAGA + first, FIRST_VAGA + last), opened=opened, kinds=kinds, titles=titles
    )
    people = iter(forward.records(world, kinds=np.repeat(np.array(kinds, np.object_), block).tolist()))
    modes = kept_where(block > 0, MODE.draw(rng, len(block)))
    rows = zip(facts.codes, kept_where(block > 0, titles), modes, block.tolist(), strict=True)
    return facts, {
        str(code): {"titulo": title, "modalidade": mode, "prospects": [next(people) for _ in range(size)]}
        for code, title, mode, size in rows
    }


class PutForward:
    """Who is put forward for some vagas, and when; the outcomes follow from the world."""

    def __init__(self, rng: Rng, roster: Roster, sizes: Ints, opened: Ints) -> None:
        self._roster = roster
        self._codes = codes = sought(rng, roster, sizes)
        self._fates = Fates(rng, len(codes))
        self._applied = np.minimum(opened + draws(rng, OPEN_FOR, len(codes)), LAST_DAY)
        changed = np.minimum(self._applied + DECIDED_AFTER.draw(rng, len(codes)), LAST_DAY)
        self._dates = written(rng, self._applied), written(rng, changed)
        self._comments = comments.comments(rng, len(codes))
        self._recruiters = RECRUITER.draw(rng, len(codes))

    def records(self, world: World, *, kinds: list[str]) -> list[dict[str, str]]:
        """The prospects in the source's schema; `kinds` are their vagas' titles."""
        happened = self._fates.statuses(chances_in(world, self._applications(kinds)))
        applied, changed = self._dates
        columns = {
            "nome": [full_name(identity) for identity in self._roster.identities(self._codes).tolist()],
            "codigo": [str(code) for code in self._codes.tolist()],
            "situacao_candidado": happened,
            "data_candidatura": applied,
            "ultima_atualizacao": unless_untouched(happened, changed),
            "comentario": self._comments,
            "recrutador": self._recruiters,
        }
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    def _applications(self, kinds: list[str]) -> Applications:
        return Applications(
            person_chances=self._roster.chances(self._codes),
            cites_sap=self._roster.cite_sap(self._codes),
            titles=kinds,
            years=np.array([date.fromordinal(day).year for day in self._applied.tolist()], dtype=np.int64),
        )


def unless_untouched(happened: list[str], changed: list[str]) -> list[str]:
    """Who only signed up has no last change."""
    return ["" if status == "Inscrito" else day for status, day in zip(happened, changed, strict=True)]


def sought(rng: Rng, roster: Roster, sizes: Ints) -> Ints:
    codes = roster.pick(rng, int(sizes.sum()))
    again = happens(rng, TWICE, len(codes))
    again[(np.cumsum(sizes) - sizes)[sizes > 0]] = False  # the first of a vaga repeats nobody
    return codes[np.arange(len(codes)) - again]


def opening_days(places: Ints, vagas_in_all: int) -> Ints:
    """Days (proleptic ordinals) on which vagas open, in the order of their codes."""
    shares = np.array([share for _, share in YEARS], dtype=np.int64)
    firsts = np.array([date(year, 1, 1).toordinal() for year, _ in YEARS], dtype=np.int64)
    ends = np.cumsum(shares)
    year = ends.searchsorted(places * 1000 // vagas_in_all, side="right")
    through = places * 1_000_000 // vagas_in_all - (ends - shares)[year] * 1000
    return np.asarray(firsts[year] + through * 365 // (shares[year] * 1000), dtype=np.int64)


def written(rng: Rng, days: Ints) -> list[str]:
    size = len(days)
    lost = happens(rng, UNDATED, size).tolist()
    wrong = one_of(rng, NO_DATE, size)
    return [
        no_date if gone else f"{date.fromordinal(day):%d-%m-%Y}"
        for day, gone, no_date in zip(days.tolist(), lost, wrong, strict=True)
    ]
