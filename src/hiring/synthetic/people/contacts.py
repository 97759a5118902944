"""Where people can be reached, and where they heard of the company: facts that several sections repeat."""

from typing import Final, NamedTuple

from hiring.synthetic.chance import Rng, draws, happens, kept_where, one_of
from hiring.synthetic.people import answers
from hiring.synthetic.people.names import full_name, mail_name
from hiring.synthetic.people.population import People, mostly

AREA_CODES: Final = ("11", "11", "11", "19", "21", "31", "41", "51", "61", "71", "81", "85")


class Contact(NamedTuple):
    name: str
    email: str
    telephone: str
    place: str
    source: str


def contacts(rng: Rng, people: People) -> list[Contact]:
    size = len(people)
    located = mostly(rng, people.registered, by_themselves=950, by_recruiters=262)
    columns = (
        [full_name(identity) for identity in people.identities.tolist()],
        kept_where(happens(rng, 988, size), mails(rng, people)),
        kept_where(happens(rng, 985, size), telephones(rng, size)),
        kept_where(located, answers.PLACE.draw(rng, size)),
        kept_where(people.registered, answers.SOURCE.draw(rng, size)),
    )
    return [Contact(*row) for row in zip(*columns, strict=True)]


def mails(rng: Rng, people: People) -> list[str]:
    hosts = answers.MAIL_HOST.draw(rng, len(people))
    return [
        f"{mail_name(identity)}@{host}"
        for identity, host in zip(people.identities.tolist(), hosts, strict=True)
    ]


def telephones(rng: Rng, size: int) -> list[str]:
    """Mobile numbers whose first digits keep them visibly invented."""
    areas = one_of(rng, AREA_CODES, size)
    numbers = draws(rng, 1_000_000, size).tolist()
    return [
        f"({area}) 900{number // 10_000:02d}-{number % 10_000:04d}"
        for area, number in zip(areas, numbers, strict=True)
    ]
