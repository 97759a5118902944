"""The outlook of open vagas, as it is told: first what it is about, then vaga by vaga."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from hiring.application.ranking.vagas_outlook import Outlook, VagaOutlook
from hiring.domain.display import figures_in, make_printable
from hiring.domain.reasons import reasons_json

_LONGEST: Final = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said in one language; braces stand for figures."""

    one: str
    several: str
    head: str
    about: str
    promised: str
    nothing_promised: str
    without: str
    headings: tuple[str, ...]
    excluded: str


WORDS: Final = {
    "pt": Words(
        one="vaga aberta",
        several="vagas abertas",
        head="{open} (há candidatura sem decisão e ninguém foi contratado), segundo {version}",
        about="Serve para planejar: diz algo sobre as vagas, e nada sobre quem se candidatou. A parte é das "
        "candidaturas que chegam a uma decisão; muitas nunca chegam, então vale a ordem, não o número",
        promised="* no máximo {most} das candidaturas com pontuação até {threshold} terminam em contratação "
        "(certificado com {confidence} de confiança)",
        nothing_promised="Nenhuma vaga é marcada como improvável: o modelo não certifica essa promessa",
        without="Fora da lista: {no_record} sem registro da vaga, {empty} com registro vazio, "
        "{no_people} sem registro de candidato",
        headings=("código", "vaga", "aberta em", "sem decisão", "contratação, se decididas"),
        excluded="*",
    ),
    "en": Words(
        one="open vaga",
        several="open vagas",
        head="{open} (an application is undecided and nobody was hired), by {version}",
        about="To plan with: it says something about vagas, and nothing about who applied. The share is of "
        "applications that come to a decision; many never do, so read the order and not the number",
        promised="* at most {most} of the applications with scores up to {threshold} end in a hire "
        "(certified with {confidence} confidence)",
        nothing_promised="No vaga is marked as unlikely: the model does not certify that promise",
        without="Not in the list: {no_record} without a record of the vaga, {empty} with an empty one, "
        "{no_people} without one of an applicant",
        headings=("code", "vaga", "opened", "undecided", "hired, if decided"),
        excluded="*",
    ),
}
COLUMNS: Final = (
    "vaga_codigo",
    "titulo",
    "data_requicisao",
    "undecided",
    "scored",
    "likely",
    "excluded",
)


def head_lines(outlook: Outlook, language: str) -> list[str]:
    """What an outlook begins with."""
    words, promise = WORDS[language], outlook.promise
    vagas = words.one if outlook.open == 1 else words.several
    told = words.nothing_promised
    if promise is not None and promise.evidence is not None:
        told = words.promised.format(
            most=f"{promise.max_hired:.0%}",
            threshold=figures_in(language, f"{promise.evidence.threshold:.3f}"),
            confidence=f"{promise.confidence:.0%}",
        )
    return [
        words.head.format(open=figures_in(language, f"{outlook.open:,} {vagas}"), version=outlook.version.id),
        words.about,
        told,
        words.without.format(
            no_record=figures_in(language, f"{outlook.without_record:,}"),
            empty=figures_in(language, f"{outlook.with_empty_record:,}"),
            no_people=figures_in(language, f"{outlook.without_people:,}"),
        ),
    ]


def table_lines(outlook: Outlook, language: str) -> Iterator[str]:
    """A line a vaga, and what makes it so below."""
    words = WORDS[language]
    rows = [(" ", *words.headings)]
    for one in outlook.vagas:
        title = make_printable(one.titulo)
        rows.append(
            (
                words.excluded if one.excluded else " ",
                str(one.vaga_codigo),
                title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…",
                make_printable(one.opened),
                figures_in(language, f"{one.undecided:,}"),
                f"{one.likely:.0%}",
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    of_rows: list[VagaOutlook | None] = [None, *outlook.vagas]
    for row, vaga in zip(rows, of_rows, strict=True):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for reason in vaga.reasons if vaga else ():
            weight = figures_in(language, f"{reason.contribution:+.2f}")
            yield f"     {weight}  {reason.pt if language == 'pt' else reason.en}"


def outlook_rows(outlook: Outlook) -> Iterator[dict[str, Any]]:
    """A row a vaga, for programs."""
    for one in outlook.vagas:
        yield {
            "vaga_codigo": one.vaga_codigo,
            "titulo": one.titulo,
            "data_requicisao": one.opened,
            "undecided": one.undecided,
            "scored": one.scored,
            "likely": one.likely,
            "excluded": one.excluded,
            **({"reasons": reasons_json(one.reasons)} if one.reasons else {}),
        }


def csv_rows(outlook: Outlook, language: str) -> Iterator[dict[str, Any]]:
    """The same, with reasons in one cell."""
    for row, one in zip(outlook_rows(outlook), outlook.vagas, strict=True):
        row.pop("reasons", None)
        excluded = None if one.excluded is None else int(one.excluded)
        why = "; ".join(reason.pt if language == "pt" else reason.en for reason in one.reasons)
        yield {**row, "excluded": excluded, "reasons": why}
