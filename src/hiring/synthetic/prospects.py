"""Vagas with their prospects in the source's schema."""

from datetime import date
from typing import Final

import numpy as np

from hiring.synthetic import comments
from hiring.synthetic.chance import Ints, Rng, Shares, Spread, draws, happens, kept_where, one_of
from hiring.synthetic.outcomes import statuses
from hiring.synthetic.people.answers import RECRUITER
from hiring.synthetic.people.names import full_name
from hiring.synthetic.roster import Roster

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


def vagas(rng: Rng, roster: Roster, *, sizes: Ints, first: int, last: int) -> dict[str, object]:
    """The records by code of the vagas from the first to before the last."""
    block = sizes[first:last]
    opened = opening_days(np.arange(first, last), len(sizes))
    people = iter(prospects(rng, roster, block, np.repeat(opened, block)))
    titles = kept_where(block > 0, comments.titles(rng, len(block)))
    modes = kept_where(block > 0, MODE.draw(rng, len(block)))
    return {
        str(FIRST_VAGA + first + place): {
            "titulo": title,
            "modalidade": mode,
            "prospects": [next(people) for _ in range(size)],
        }
        for place, (title, mode, size) in enumerate(zip(titles, modes, block.tolist(), strict=True))
    }


def prospects(rng: Rng, roster: Roster, sizes: Ints, opened: Ints) -> list[dict[str, str]]:
    codes = sought(rng, roster, sizes)
    happened = statuses(rng, roster.chances(codes))
    applied, updated = dates(rng, opened, happened)
    columns = {
        "nome": [full_name(identity) for identity in roster.identities(codes).tolist()],
        "codigo": [str(code) for code in codes.tolist()],
        "situacao_candidado": happened,
        "data_candidatura": applied,
        "ultima_atualizacao": updated,
        "comentario": comments.comments(rng, len(codes)),
        "recrutador": RECRUITER.draw(rng, len(codes)),
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


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


def dates(rng: Rng, opened: Ints, happened: list[str]) -> tuple[list[str], list[str]]:
    """Day of application and day of the last change; who only signed up has no last change."""
    size = len(opened)
    applied = np.minimum(opened + draws(rng, OPEN_FOR, size), LAST_DAY)
    changed = np.minimum(applied + DECIDED_AFTER.draw(rng, size), LAST_DAY)
    untouched = np.array([status == "Inscrito" for status in happened], dtype=np.bool_)
    return written(rng, applied), kept_where(~untouched, written(rng, changed))


def written(rng: Rng, days: Ints) -> list[str]:
    size = len(days)
    lost = happens(rng, UNDATED, size).tolist()
    wrong = one_of(rng, NO_DATE, size)
    return [
        no_date if gone else f"{date.fromordinal(day):%d-%m-%Y}"
        for day, gone, no_date in zip(days.tolist(), lost, wrong, strict=True)
    ]
