"""JSON numbers around the limits of what every store can hold."""

from typing import Final

TOO_LONG: Final = {
    "1e131072": "a large exponent",
    "10E+131071": "a large exponent and a sign",
    "0.1e131073": "a large exponent behind a fraction",
    "1e99999999999": "an endless exponent",
    "-1e-99999999999": "an endless exponent of a small one",
    "0e1073741824": "a zero of an endless exponent",
    "9" * 131_073: "digits",
    "9" * 131_073 + ".5": "digits and a fraction",
    "0." + "1" * 16_384: "digits behind the point",
    "0." + "0" * 16_384: "zeros behind the point",
    "1e-16384": "a small exponent",
    "1.5e-16383": "a small exponent behind a fraction",
    "0." + "1" * 12_000 + "e-5000": "digits and a small exponent",
}
"""By literal, what is too long about it."""

HELD: Final = {
    "1e999": "beyond a double",
    "1e131071": "the largest power of ten",
    "0.0001e131075": "the same, written otherwise",
    "9" * 131_072: "the most digits",
    "9" * 131_073 + "e-1": "the most digits, written otherwise",
    "1e-16383": "the least power of ten",
    "0." + "1" * 16_383: "the most digits behind the point",
    "0." + "0" * 20_000 + "1e20000": "a long way to write a short number",
    "0e999999": "a zero",
    "-0e-16383": "a negative zero",
    "0": "nothing",
    "-1.5e+3": "an everyday number",
}
"""By literal, what stands just within."""
