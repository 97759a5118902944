"""Gold of the test profile that reads vagas: what vagas are hired for, and who in them, is planted."""

from typing import Final

import numpy as np

from hiring.adapters.memory.store import MemoryStore
from hiring.application.ports.tables import GoldTable
from hiring.domain.records import Floats, GoldRows, TableName
from tests.contracts.pairs import PAIRS

GOLD: Final = TableName("gold_pairs")
TITLES: Final = ("analista", "desenvolvedor", "estagiario", "gerente")
CITIES: Final = ("curitiba", "recife", "sao paulo")
FIRST: Final = np.datetime64("2019-01-01")
DAYS: Final = 4 * 365


def some_pairs(vagas: int = 600, *, within: float = 0.0, seed: int = 1) -> GoldRows:
    """Some rows a vaga, one row in four of people who were put forward before; managers are hired.

    Args:
        vagas: How many; from one to six rows each.
        within: By how much the log-odds of people are apart who speak the English that a vaga asks for, and
            who do not; the only difference between the people of a vaga.
        seed: Of chance.
    """
    chance = np.random.default_rng(seed)
    sizes = chance.integers(1, 7, vagas)
    vaga = np.repeat(np.arange(vagas), sizes)
    rows = len(vaga)
    person = np.where(chance.random(rows) < 0.25, chance.integers(0, rows, rows), np.arange(rows))
    opened = np.sort(chance.integers(0, DAYS, vagas))[vaga]
    applied = opened + chance.integers(0, 3, rows) * 5
    title = chance.integers(0, len(TITLES), vagas)[vaga]
    english = chance.random(rows) < 0.5
    log_odds = np.where(title == TITLES.index("gerente"), 1.0, -1.5) + within * (english - 0.5)
    numbers = np.column_stack(
        [
            chance.random(rows) < 0.5,
            chance.integers(1_000, 9_000, rows),
            (FIRST + opened).astype(np.int64),
            english,
            applied - opened,
        ]
    ).astype(np.float64)
    return in_order(
        GoldRows(
            codigo_profissional=person + 50_000_001,
            vaga_codigo=vaga + 1,
            data_candidatura=FIRST + applied,
            features=numbers,
            status_label=["Aprovado"] * rows,
            target=(chance.random(rows) < chances(log_odds)).astype(np.int64),
            texts=np.column_stack(
                [np.array(CITIES, np.object_)[vaga % len(CITIES)], np.array(TITLES, np.object_)[title]]
            ),
        )
    )


def chances(log_odds: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)))


def in_order(rows: GoldRows) -> GoldRows:
    """Each (vaga, person) once, as a gold table has them."""
    keys = np.column_stack([rows.codigo_profissional, rows.vaga_codigo])
    _, first = np.unique(keys, axis=0, return_index=True)
    return rows.take(first)


def stored(store: MemoryStore, rows: GoldRows) -> GoldTable:
    gold = store.gold(GOLD, PAIRS)
    with gold.replacing() as writer:
        writer.write(rows)
    return gold
