"""The words that vagas ask for, learnt from vagas: it belongs to a model's artifact, as plain values."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, Self

from hiring.domain.features.record_batch import RecordBatch
from hiring.domain.ranking.levels import SENIORITY_WORDS
from hiring.domain.ranking.sap import MODULES
from hiring.domain.ranking.words import NO_REQUIREMENT, stem_of, words_of

__all__ = ["CONTENT", "READS", "TITLE", "Vocabulary", "learn_vocabulary"]

TITLE: Final = ("informacoes_basicas.titulo_vaga",)
CONTENT: Final = (*TITLE, "perfil_vaga.competencia_tecnicas_e_comportamentais")

MOST_TERMS: Final = 2_000
FEWEST_VAGAS: Final = 10
"""A rarer word says more of one vaga than of a craft."""
FEWEST_TITLES: Final = 2
LARGEST_SHARE: Final = 0.20
"""Of vagas; what more of them say tells none apart."""
CLIENT_SHARE: Final = 0.80
"""Of the vagas with a word: where one client has more of them, the word is that client's own."""
CLIENT_LIFT: Final = 2.0
"""Unless the client has nearly as large a share of all vagas."""
PAIR_SHARE: Final = 0.50
"""Of the titles with the rarer of two words: from here on the two stand together as one term."""
PAIR_SHARE_OF_COMMONER: Final = 0.08
"""Of the titles with the other: where it is less, the rarer is a kind of the other (`developer c#`)."""

_CLIENT: Final = ("informacoes_basicas.cliente",)
_PLACES: Final = ("perfil_vaga.cidade", "perfil_vaga.estado")
_NAMES: Final = (
    *_CLIENT,
    "informacoes_basicas.solicitante_cliente",
    "informacoes_basicas.requisitante",
    "informacoes_basicas.analista_responsavel",
    "informacoes_basicas.nome",
)

READS: Final = (*CONTENT, *_NAMES, *_PLACES)
"""All fields that are read of a vaga to learn from it; names and places only to leave their words out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Words, and pairs of words that stand together, that titles of vagas ask for.

    Args:
        terms: Folded, each once; a word as it is mostly spelt, or two with a space between them.
        titles: How many titles have each.
        vagas: How many vagas it was learnt from.
    """

    terms: tuple[str, ...]
    titles: tuple[int, ...]
    vagas: int
    _term_of: Mapping[tuple[str, ...], str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_stems = {tuple(map(stem_of, term.split())): term for term in self.terms}
        if not len(self.terms) == len(self.titles) == len(by_stems):
            raise ValueError("a vocabulary has each term once, and a count for each")
        object.__setattr__(self, "_term_of", by_stems)

    def terms_in(self, text: str) -> list[str]:
        """The terms of a text, in its order, each once; a pair goes before its words.

        >>> known = Vocabulary(terms=("desenvolvedor", "full stack", "stack"), titles=(9, 5, 6), vagas=20)
        >>> known.terms_in("Desenvolvedora Full-Stack Pleno")
        ['desenvolvedor', 'full stack']
        """
        return list(dict.fromkeys(self._terms([stem_of(word) for word in words_of(text)])))

    def _terms(self, stems: Sequence[str]) -> Iterator[str]:
        behind = 0
        for place in range(len(stems)):
            if place < behind:
                continue
            for length in (2, 1):
                term = self._term_of.get(tuple(stems[place : place + length]))
                if term is not None:
                    yield term
                    behind = place + length
                    break

    def to_json(self) -> dict[str, Any]:
        """Plain values.

        >>> Vocabulary(terms=("java",), titles=(9,), vagas=20).to_json()
        {'terms': ['java'], 'titles': [9], 'vagas': 20}
        """
        return {"terms": list(self.terms), "titles": list(self.titles), "vagas": self.vagas}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """What `to_json` gave.

        >>> Vocabulary.from_json({"terms": ["java"], "titles": [9], "vagas": 20}).terms
        ('java',)

        Raises:
            ValueError: It is none.
        """
        terms, titles, vagas = (values.get(name) for name in ("terms", "titles", "vagas"))
        if not isinstance(terms, list) or not isinstance(titles, list) or not isinstance(vagas, int):
            raise ValueError("a vocabulary has terms, titles and vagas")  # noqa: TRY004  # of a document
        return cls(terms=tuple(map(str, terms)), titles=tuple(map(int, titles)), vagas=vagas)


def learn_vocabulary(vagas: Sequence[Mapping[str, object]]) -> Vocabulary:
    """The terms that raw records of vagas ask for, the most frequent in titles first.

    A word is in at least 10 vagas (title or competências), in at most a fifth of them and in two titles; it
    names no client, no person, no place and no level, and is not mostly one client's. A pair is in 10 titles,
    and in half of those that have the rarer of its words.

    >>> titles = ["Analista", "Analista sr", "Desenvolvedora", *["SAP"] * 12] * 10
    >>> vagas = [{"informacoes_basicas": {"titulo_vaga": title}} for title in titles]
    >>> learn_vocabulary(vagas).terms
    ('analista', 'desenvolvedora')
    """
    batch = RecordBatch(vagas)
    titles = [words_of(text) for text in batch.joined(TITLE)]
    named = {
        stem_of(word) for path in (*_NAMES, *_PLACES) for text in batch.texts(path) for word in words_of(text)
    }
    counts = _Counts(titles, [words_of(text) for text in batch.joined(CONTENT)], batch.joined(_CLIENT))
    words = {stem for stem in counts.words() if stem not in named}
    found: Counter[tuple[str, ...]] = Counter({(stem,): counts.title_words[stem] for stem in words})
    found.update(counts.pairs(words))
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST_TERMS]
    return Vocabulary(
        terms=tuple(" ".join(map(counts.spelling, stems)) for stems, _ in best),
        titles=tuple(count for _, count in best),
        vagas=len(vagas),
    )


class _Counts:
    """In how many vagas words stand, by stem."""

    def __init__(
        self, titles: Sequence[list[str]], contents: Sequence[list[str]], clients: list[str]
    ) -> None:
        self._titles = [[stem_of(word) for word in title] for title in titles]
        self._spelt: dict[str, Counter[str]] = defaultdict(Counter)
        for word, count in Counter(word for title in titles for word in title).items():
            self._spelt[stem_of(word)][word] += count
        self.title_words: Counter[str] = _documents(self._titles)
        self._clients: Counter[str] = Counter(filter(None, clients))
        self._of_client: dict[str, Counter[str]] = defaultdict(Counter)
        self._vagas: Counter[str] = Counter()
        for content, client in zip(contents, clients, strict=True):
            stems = {stem for word in set(content) if (stem := stem_of(word)) in self.title_words}
            self._vagas.update(stems)
            for stem in filter(lambda _: client, stems):
                self._of_client[stem][client] += 1

    def words(self) -> Iterator[str]:
        """Those that are neither rare nor common, and nobody's own."""
        most = LARGEST_SHARE * len(self._titles)
        for stem, count in self._vagas.items():
            usual = FEWEST_VAGAS <= count <= most and self.title_words[stem] >= FEWEST_TITLES
            spelt = self._spelt[stem]
            named = any(word in NO_REQUIREMENT or word in SENIORITY_WORDS for word in spelt)
            if usual and not named and not self._is_a_clients(stem, count):
                yield stem

    def pairs(self, words: Iterable[str]) -> dict[tuple[str, ...], int]:
        """Pairs of such words that stand together."""
        known = set(words)
        together = _documents([list(pairwise(title)) for title in self._titles])
        return {
            pair: count
            for pair, count in together.items()
            if count >= FEWEST_VAGAS
            and known.issuperset(pair)
            and count >= PAIR_SHARE * min(self.title_words[stem] for stem in pair)
            and count >= PAIR_SHARE_OF_COMMONER * max(self.title_words[stem] for stem in pair)
            and not MODULES.keys() >= set(pair)
        }

    def spelling(self, stem: str) -> str:
        """As most titles have it."""
        return min(self._spelt[stem].items(), key=lambda item: (-item[1], item[0]))[0]

    def _is_a_clients(self, stem: str, count: int) -> bool:
        for client, of_client in self._of_client[stem].most_common(1):
            share, usual = of_client / count, self._clients[client] / self._clients.total()
            return share > CLIENT_SHARE and share > CLIENT_LIFT * usual
        return False


def _documents(lists: Iterable[list[Any]]) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    for terms in lists:
        counts.update(set(terms))
    return counts
