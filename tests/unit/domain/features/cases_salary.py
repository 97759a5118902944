# ruff: noqa: RUF001, RUF003 - look-alike characters are the subject
"""What the contract says of salaries: the text as people write it, BRL a month or NaN."""

from math import nan
from typing import Final

from tests.unit.domain.records import CV, PAY

TEXTS: Final[list[tuple[object, float]]] = [
    # the contract's own examples
    ("R$ 3.500,00", 3500),
    ("2.500", 2500),
    ("R$ 4.000.00", 4000),
    ("1700.", 1700),
    ("3500.00", 3500),
    ("12k", 12000),
    ("5 mil", 5000),
    ("4,5 mil", 4500),
    ("entre 3000 e 4000", 3000),
    ("100.000", 100000),
    ("1.234.567,89", nan),
    ("4,5", nan),
    ("5 milhões", nan),
    ("3,500.00", nan),
    ("1234.567", nan),
    ("3 500", nan),
    ("R$ 40/h", nan),
    ("a combinar", nan),
    # absent
    ("", nan),
    ("-", nan),
    (3500, nan),
    (3500.0, nan),
    (True, nan),
    (None, nan),
    (["3500"], nan),
    ({"valor": "3500"}, nan),
    # hourly rates
    ("R$ 3000 / hora", nan),
    ("3000 por HORAS", nan),
    ("Senhora, 3000", nan),  # literally what the contract says
    ("3000/H", nan),
    ("3000 /mês", 3000),
    ("3000 h", 3000),
    # both bounds count, after multiplying
    ("300", 300),
    ("299,99", nan),
    ("299", nan),
    ("100000,00", 100000),
    ("100000,01", nan),
    ("100 mil", 100000),
    ("101k", nan),
    ("0,3 mil", 300),
    ("300 mil", nan),
    ("0", nan),
    ("-3500", 3500),  # a sign is ignored
    # thousands
    ("12 K", 12000),
    ("12K.", 12000),
    ("12k/mês", 12000),
    ("5mil", 5000),
    ("5  \u00a0mil", 5000),  # runs of white space fold to one space
    ("5 MIL reais", 5000),
    ("5.000 mil", nan),
    ("350 milhas", 350),
    ("350 kg", 350),
    ("350 km", 350),
    ("5k_", nan),
    ("5-k", nan),
    ("2.5k", 2500),
    ("2.500 k", nan),
    ("12,k", nan),  # the comma stands between
    # what a number is
    ("R$3.500", 3500),
    ("3.500,5", 3500.5),
    ("3500,123", 3500.123),
    ("3.5000", nan),
    ("2.5001", nan),
    ("12.34.56", nan),
    ("1.000.000", nan),
    ("10.000.00", 10000),
    ("1.500,00,00", nan),
    ("1500,", 1500),
    ("1500, 2000", 1500),
    ("1500.a", 1500),
    ("1 e 3000", nan),  # the first number alone
    ("3000 ou 40 mil", 3000),
    ("000300", 300),
    ("3000e5", 3000),
    ("３５００", 3500),  # full width digits fold
    ("3.５00", 3500),
    ("٣٥٠٠", nan),  # digits of other alphabets are no ASCII digits
    ("3500²", 35002),  # folding comes first
    ("3½ mil", nan),  # folds to 31⁄2
    ("9" * 400, nan),  # no finite number
    ("9" * 400 + " mil", nan),
    ("9" * 5000, nan),  # more digits than Python converts to an integer
    ("CLT 5.000,00 PJ 7.000,00", 5000),
]

SALARY: Final[list[tuple[str, dict[str, object], float]]] = [
    *(("salario_valor", {PAY: text}, value) for text, value in TEXTS),
    ("salario_valor", {CV: "R$ 3.500,00"}, nan),
    ("salario_valor", {}, nan),
]
