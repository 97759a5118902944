"""A wished salary in the many ways Brazilians write one."""

from collections.abc import Callable
from typing import Final

from hiring.synthetic.chance import Ints, Rng, Shares, Spread

HUNDREDS: Final = Spread(
    (290, 11, 19), (300, 20, 34), (200, 35, 54), (130, 55, 89), (60, 90, 139), (20, 140, 250)
)


def dotted(reais: int) -> str:
    return f"{reais // 1000}.{reais % 1000:03d}"


def in_thousands(reais: int) -> str:
    return f"{reais // 1000},{reais % 1000 // 100}" if reais % 1000 else f"{reais // 1000}"


READABLE: Final[dict[str, Callable[[int], str]]] = {
    "3500": str,
    "3.500,00": lambda reais: f"{dotted(reais)},00",
    "R$ 3.500,00": lambda reais: f"R$ {dotted(reais)},00",
    "R$3.500,00": lambda reais: f"R${dotted(reais)},00",
    "3.500": dotted,
    "3500,00": lambda reais: f"{reais},00",
    "3500.00": lambda reais: f"{reais}.00",
    "3500.": lambda reais: f"{reais}.",
    "R$ 3.500.00": lambda reais: f"R$ {dotted(reais)}.00",
    "3,5k": lambda reais: f"{in_thousands(reais)}k",
    "3,5 mil": lambda reais: f"{in_thousands(reais)} mil",
    "entre 3500 e 4500": lambda reais: f"entre {reais} e {reais + 1000}",
}
UNREADABLE: Final = ("a combinar", "R$ 40/h", "60,00 a hora", "10000000", "0,00", "1.234.567,89")
WRITING: Final = Shares({
    "3500": 300, "3.500,00": 170, "R$ 3.500,00": 130, "R$3.500,00": 60, "3.500": 90, "3500,00": 70,
    "3500.00": 45, "3500.": 10, "R$ 3.500.00": 5, "3,5k": 20, "3,5 mil": 20, "entre 3500 e 4500": 15,
    "a combinar": 25, "R$ 40/h": 15, "60,00 a hora": 10, "10000000": 1, "0,00": 12, "1.234.567,89": 2,
})  # fmt: skip


def wished(rng: Rng, size: int) -> tuple[Ints, list[str]]:
    """Salaries and their texts.

    Returns:
        BRL a month, 0 where the text names no plausible monthly salary, and the text of each.
    """
    reais = HUNDREDS.draw(rng, size) * 100
    writings = WRITING.draw(rng, size)
    texts = [
        READABLE[writing](amount) if writing in READABLE else writing
        for writing, amount in zip(writings, reais.tolist(), strict=True)
    ]
    reais[[writing in UNREADABLE for writing in writings]] = 0
    return reais, texts
