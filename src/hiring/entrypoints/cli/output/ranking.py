"""A list of candidates, as it is told: first what its order rests on, then who stands where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hiring.application.ranking.rank_candidates import RankAnswer
from hiring.domain.display import count_of, figures_in
from hiring.domain.rank_events import Asked, Listed, RankEvent
from hiring.domain.ranking.candidate_order import sentences_of
from hiring.domain.ranking.evidence import Evidence
from hiring.domain.ranking.same_person import Shared
from hiring.domain.reasons import reasons_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said in one language; braces stand for figures."""

    vaga: str
    candidate: str
    without_code: str
    closed: str
    typed: str
    asked: str
    nothing_asked: str
    tie: str
    same: str
    may_be: str
    likely: str
    without_record: str
    headings: tuple[str, ...]
    score: str
    none: str
    shared: Mapping[Shared, str]


_PT: Final = Words(
    vaga='Vaga {code} "{title}": {people}',
    candidate="candidato",
    without_code="sem código",
    closed="vaga encerrada: já houve contratação",
    typed="Pedido por quem recruta: {}",
    asked="Requisitos da vaga: {}",
    nothing_asked="A vaga não tem requisito que se possa conferir: todos os candidatos ficam iguais",
    tie="Quem está na mesma faixa está em pé de igualdade; dentro dela, a ordem é sorteada",
    same="{likely} a mesma pessoa sob dois códigos: {codes} ({shared})",
    may_be="talvez",
    likely="provavelmente",
    without_record="Sem registro no armazenamento, fora da lista: {}",
    headings=("faixa", "lugar", "código", "atende", "falta", "não se sabe"),
    score="probabilidade",
    none="-",
    shared={Shared.EMAIL: "e-mail igual", Shared.PHONE: "telefone igual", Shared.CV: "currículo igual"},
)
_EN: Final = Words(
    vaga='Vaga {code} "{title}": {people}',
    candidate="candidate",
    without_code="without a code",
    closed="closed: somebody was hired",
    typed="Asked for by the recruiter: {}",
    asked="Requirements of the vaga: {}",
    nothing_asked="The vaga has no requirement that can be checked: all candidates stand alike",
    tie="People of one tier are equal; their order inside it is drawn by lot",
    same="{likely} one person under two codes: {codes} ({shared})",
    may_be="perhaps",
    likely="probably",
    without_record="Without a record in the store, not in the list: {}",
    headings=("tier", "place", "code", "meets", "lacks", "not known"),
    score="probability",
    none="-",
    shared={Shared.EMAIL: "same e-mail", Shared.PHONE: "same phone", Shared.CV: "same CV"},
)
WORDS: Final = {"pt": _PT, "en": _EN}
_EVIDENCE: Final = (Evidence.MATCHED, Evidence.MISSING, Evidence.UNKNOWN)
_KEYS: Final = ("matched", "missing", "unknown")


def head_lines(event: RankEvent, language: str) -> list[str]:
    """What a list begins with; the first line says what its order rests on."""
    words = WORDS[language]
    pt, en = sentences_of(event.order)
    code = words.without_code if event.vaga_codigo is None else str(event.vaga_codigo)
    people = figures_in(language, count_of(len(event.people), words.candidate))
    vaga = words.vaga.format(code=code, title=event.titulo, people=people)
    return [
        pt if language == "pt" else en,
        f"{vaga} ({words.closed})" if event.closed else vaga,
        *_requirement_lines(event, language),
    ]


def foot_lines(event: RankEvent, language: str) -> list[str]:
    """What a list ends with: ties, people who seem to be one, people of whom nothing is known."""
    words = WORDS[language]
    lines = [words.tie] if len({one.tier for one in event.people}) < len(event.people) else []
    for one in event.same_people:
        likely = words.likely if len(one.shared) > 1 else words.may_be
        shared = ", ".join(words.shared[why] for why in one.shared)
        codes = "/".join(map(str, one.codes))
        lines.append(words.same.format(likely=likely, codes=codes, shared=shared).capitalize())
    if event.without_record:
        lines.append(words.without_record.format(", ".join(map(str, event.without_record))))
    return lines


def table_lines(answer: RankAnswer, language: str, *, why: bool) -> Iterator[str]:
    """A line a person; with `why`, requirements by name and reasons below, otherwise how many there are."""
    words, event = WORDS[language], answer.event
    scored = event.order.proven
    headings = (*words.headings, words.score) if scored else words.headings
    rows = [headings]
    for one in answer.shown:
        found = [event.requirements_with(evidence, one) for evidence in _EVIDENCE]
        told = [_names(each, language) or words.none if why else str(len(each)) for each in found]
        score = () if one.score is None else (figures_in(language, f"{one.score:.3f}"),)
        rows.append((str(one.tier), _place(one), str(one.codigo_profissional), *told, *score))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    people: list[Listed | None] = [None, *answer.shown]
    for row, person in zip(rows, people, strict=True):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for reason in answer.reasons.get(person.codigo_profissional, ()) if person and why else ():
            weight = figures_in(language, f"{reason.contribution:+.2f}")
            yield f"    {weight}  {reason.pt if language == 'pt' else reason.en}"


def list_rows(answer: RankAnswer) -> Iterator[dict[str, Any]]:
    """A row a person, for programs."""
    event = answer.event
    for one in answer.shown:
        row: dict[str, Any] = {
            "vaga_codigo": event.vaga_codigo,
            "codigo_profissional": one.codigo_profissional,
            "tier": one.tier,
            "first": one.first,
            "last": one.last,
        }
        for key, evidence in zip(_KEYS, _EVIDENCE, strict=True):
            row[key] = [asked.key for asked in event.requirements_with(evidence, one)]
        if one.score is not None:
            row["probabilidade_contratacao"] = one.score
        if one.codigo_profissional in answer.reasons:
            row["reasons"] = reasons_json(answer.reasons[one.codigo_profissional])
        yield {**row, "request_id": event.request_id}


def csv_columns(event: RankEvent) -> Sequence[str]:
    score = ("probabilidade_contratacao",) if event.order.proven else ()
    return ("vaga_codigo", "codigo_profissional", "tier", "first", "last", *_KEYS, *score, "request_id")


def csv_rows(answer: RankAnswer) -> Iterator[dict[str, Any]]:
    """The same, with requirements in one cell each."""
    for row in list_rows(answer):
        yield {**row, **{key: "; ".join(row[key]) for key in _KEYS}}


def _requirement_lines(event: RankEvent, language: str) -> list[str]:
    words = WORDS[language]
    if not event.requirements:
        return [words.nothing_asked]
    typed = [one for one in event.requirements if one.typed]
    others = [one for one in event.requirements if not one.typed]
    told = ((words.typed, typed), (words.asked, others))
    return [line.format(_names(asked, language)) for line, asked in told if asked]


def _names(requirements: Sequence[Asked], language: str) -> str:
    return ", ".join(one.pt if language == "pt" else one.en for one in requirements)


def _place(one: Listed) -> str:
    return str(one.first) if one.first == one.last else f"{one.first}-{one.last}"
