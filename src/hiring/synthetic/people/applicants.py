"""Applicants in the source's schema."""

from collections.abc import Callable
from typing import Final

from hiring.synthetic.chance import Rng, Shares, Spread, happens
from hiring.synthetic.people import form
from hiring.synthetic.people.contacts import contacts
from hiring.synthetic.people.population import People
from hiring.synthetic.people.resumes import cv_text, decomposed, english_cv_text, ligated

ENGLISH_CV: Final = 60  # per mille
ENGLISH_CV_LENGTH: Final = Spread((60, 800, 2999), (30, 3000, 5999), (10, 6000, 14_999))  # characters
WRITINGS: Final[dict[str, Callable[[str], str]]] = {
    "plain": str,
    "decomposed": decomposed,
    "ligated": ligated,
}
WRITING: Final = Shares({"plain": 990, "decomposed": 5, "ligated": 5})


def records(rng: Rng, people: People, *, applicants: int) -> dict[str, object]:
    """The people's records by code; their dates of registration run evenly over all `applicants`."""
    reached = contacts(rng, people)
    columns = {
        "infos_basicas": form.basics(rng, people, reached, applicants=applicants),
        "informacoes_pessoais": form.personal(rng, people, reached),
        "informacoes_profissionais": form.professional(rng, people),
        "formacao_e_idiomas": form.schooling(rng, people),
        "cargo_atual": [form.Section() for _ in people.codes],
        "cv_pt": portuguese_cvs(rng, people),
        "cv_en": english_cvs(rng, len(people)),
    }
    rows = zip(*columns.values(), strict=True)
    return {
        str(code): dict(zip(columns, row, strict=True)) for code, row in zip(people.codes, rows, strict=True)
    }


def portuguese_cvs(rng: Rng, people: People) -> list[str]:
    chosen = WRITING.draw(rng, len(people))
    facts = zip(chosen, people.cv_lengths.tolist(), people.mentioned(), strict=True)
    return [
        WRITINGS[writing](cv_text(rng, length=length, mentions=mentions))
        for writing, length, mentions in facts
    ]


def english_cvs(rng: Rng, size: int) -> list[str]:
    lengths = ENGLISH_CV_LENGTH.draw(rng, size).tolist()
    written = happens(rng, ENGLISH_CV, size).tolist()
    return [
        english_cv_text(rng, length=length) if there else ""
        for length, there in zip(lengths, written, strict=True)
    ]
