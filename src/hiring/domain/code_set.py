"""Which codes an export has had so far, in little memory, however many there are."""

from typing import Final

_BITS: Final = 8
_WITHIN: Final = (1 << _BITS) - 1


class CodeSet:
    """A set of integers that are numbered through, mostly: one bit each, in blocks of 256.

    A million codes in a row take half a megabyte, where a `set` takes 60; far apart, each has a block of its
    own, of some 130 bytes, where a `set` has 75.

    >>> codes = CodeSet()
    >>> codes.add(31001)
    >>> 31001 in codes, -31001 in codes
    (True, False)
    """

    def __init__(self) -> None:
        self._blocks: dict[int, int] = {}

    def add(self, code: int) -> None:
        block = code >> _BITS
        self._blocks[block] = self._blocks.get(block, 0) | 1 << (code & _WITHIN)

    def __contains__(self, code: int) -> bool:
        return self._blocks.get(code >> _BITS, 0) >> (code & _WITHIN) & 1 == 1
