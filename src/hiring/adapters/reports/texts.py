"""What a page says in each language. English stands in templates and plots; a table has the other.

What counts people there is said of vagas, in both languages, by a table of its own.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

from markupsafe import Markup

Language = Literal["en", "pt"]

PORTUGUESE: Final = Path(__file__).with_name("templates") / "portuguese.json"
OF_VAGAS: Final = PORTUGUESE.with_name("of_vagas.json")

_VARYING: Final = (
    (re.compile(r"of the past, (.+)"), "do passado: {}"),
    (
        re.compile(r"(.+), which serves, was trained on other features"),
        "{}, em uso, foi treinada com outras features",
    ),
    (
        re.compile(r"(.+), which serves, was trained with another split of people, .+"),
        "{}, em uso, foi treinada com outra divisão de pessoas e pode ter visto as que avaliam aqui",
    ),
    (re.compile(r"what serves cannot be loaded \((.+)\)"), "o que está em uso não pôde ser carregado ({})"),
)
"""Reasons that name something; told by the application, in English."""


class Texts:
    """Says things in one language: call it with the English text, and what stands in its braces.

    Args:
        language: Which.
        portuguese: The table of the other.
        of_vagas: Whether the page is about a model that counts vagas where another counts people.
    """

    def __init__(self, language: Language, portuguese: Path = PORTUGUESE, *, of_vagas: bool = False) -> None:
        self.language = language
        own = _texts(portuguese) if language == "pt" else {}
        vagas = {english: said[language] for english, said in _sayings(OF_VAGAS).items()} if of_vagas else {}
        self._known = {**own, **vagas}

    def __call__(self, english: str, **values: object) -> Markup:
        """Of a page: the text is ours and may have tags, the values are escaped."""
        return Markup(self._known.get(english, english)).format(**values)  # noqa: S704  # the text is ours

    def plain(self, english: str, **values: object) -> str:
        """Of a plot: no tags, nothing escaped."""
        return self._known.get(english, english).format(**values)

    def reason(self, english: str) -> str:
        """What the application gives as a reason; one that is not known stays as it is."""
        return "; ".join(map(self._reason, english.split("; ")))

    def _reason(self, english: str) -> str:
        if self.language == "pt" and english not in self._known:
            for known, portuguese in _VARYING:
                if found := known.fullmatch(english):
                    return portuguese.format(*found.groups())
        return self._known.get(english, english)


@cache
def _sayings(table: Path) -> Mapping[str, Mapping[str, str]]:
    """What each text becomes, by language."""
    known: dict[str, dict[str, str]] = json.loads(table.read_text("utf-8"))
    return known


@cache
def _texts(table: Path) -> Mapping[str, str]:
    known: dict[str, str] = json.loads(table.read_text("utf-8"))
    return known
