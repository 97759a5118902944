"""Codes that seem to be one person's are pointed out by what they share."""

from hiring.domain.ranking.same_person import SamePerson, Shared, same_people
from tests.unit.domain.ranking.builders import Record, a_person

LONG = "Consultora de projetos e processos. " * 20


def found(*people: Record) -> list[tuple[tuple[int, ...], tuple[Shared, ...]]]:
    return [(one.codes, one.shared) for one in same_people(range(31, 31 + len(people)), people)]


def test_addresses_of_gmail_are_equal_without_points_and_tags() -> None:
    assert found(a_person(email="Ana.Lima@gmail.com"), a_person(email="analima+vagas@googlemail.com")) == [
        ((31, 32), (Shared.EMAIL,))
    ]
    assert found(a_person(email="ana.lima@uol.com.br"), a_person(email="analima@uol.com.br")) == []


def test_phones_are_equal_by_their_last_nine_digits() -> None:
    assert found(a_person(telefone="+55 (11) 98123-4567"), a_person(telefone="981234567")) == [
        ((31, 32), (Shared.PHONE,))
    ]
    assert found(a_person(telefone="(11) 90000-0000"), a_person(telefone="(11) 90000-0000")) == []
    assert found(a_person(telefone="8123-4567"), a_person(telefone="8123-4567")) == []


def test_long_cvs_are_equal_whatever_their_white_space() -> None:
    assert found(a_person(cv=LONG), a_person(cv=LONG.upper().replace(" ", "\n"))) == [
        ((31, 32), (Shared.CV,))
    ]
    assert found(a_person(cv=LONG[:500]), a_person(cv=LONG[:500])) == []


def test_all_that_is_shared_is_named() -> None:
    one = a_person(email="ana@uol.com.br", telefone="11 98123-4567", cv=LONG)

    assert found(one, a_person(), one) == [((31, 33), (Shared.EMAIL, Shared.PHONE, Shared.CV))]


def test_what_many_share_is_nobodys() -> None:
    assert found(*[a_person(email="rh@agencia.com.br")] * 5) == []
    assert len(found(*[a_person(email="ana@uol.com.br")] * 4)) == 1


def test_nothing_is_shared_by_those_who_gave_nothing() -> None:
    assert found(a_person(), a_person(email="-"), {}, {"infos_basicas": 3}) == []
    assert same_people([], []) == ()
    assert SamePerson(codes=(31, 32), shared=(Shared.CV,)).codes == (31, 32)
