"""A booster's text, looked through before LightGBM's own parser sees it.

That parser believes what it reads, and reads trees in threads, where a fault of the text ends the process. A
tree that is shorter than it says, a column or a child that is not there, a split by categories that are not
there make it read beyond its memory; a leaf that is no number, or a split that no row has passed, make scores
and reasons none.
"""

import math
import re
from collections.abc import Mapping
from typing import Final

from hiring.adapters.learning.artifact.documents import InvalidDocument

_ONE: Final = (b"num_class", b"num_tree_per_iteration")  # scores a row
_NONE: Final = (b"is_linear", b"num_cat")  # of a tree: kinds that no training of ours makes
_AT_LEAVES: Final = (b"leaf_value", b"leaf_weight", b"leaf_count")
_AT_SPLITS: Final = (
    *(b"split_feature", b"split_gain", b"threshold", b"decision_type", b"left_child", b"right_child"),
    *(b"internal_value", b"internal_weight", b"internal_count"),
)
_WHOLE: Final = frozenset(
    {b"split_feature", b"decision_type", b"left_child", b"right_child", b"leaf_count", b"internal_count"}
)
_DECISIONS: Final = frozenset({0, 2, 4, 6, 8, 10})  # bits: by categories; missing goes left; what is missing
_MOST_LEAVES: Final = 1_024  # a hundred times ours: reasons are worked out by a call inside a call a level
_MOST_ROWS: Final = 2**31  # LightGBM counts in 32 bits
_INTEGER: Final = re.compile(rb"-?[0-9]{1,10}")
_NUMBER: Final = re.compile(rb"-?[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?|-?inf")

Facts = Mapping[bytes, bytes]
Numbers = Mapping[bytes, list[float]]


def check_booster(text: bytes, *, columns: int) -> None:
    """Let it pass if it is whole, and each of its trees leads from a column that is there to a number.

    Raises:
        Unsound: It is not, or has another number of columns.
    """
    header, _, trees = text.partition(b"\n\n")
    try:
        facts = _facts(header)
        if int(facts[b"max_feature_idx"]) + 1 != columns:
            raise InvalidDocument("the booster and the card do not have the same number of columns")
        if any(facts[name] != b"1" for name in _ONE):
            raise InvalidDocument("the booster gives several scores per row")
        sizes = [int(size) for size in facts[b"tree_sizes"].split()]
        start = 0
        for number, size in enumerate(sizes):
            tree = _facts(trees[start : start + size])
            if not size > 0 or int(tree[b"Tree"]) != number or not _is_sound(tree, columns):
                raise InvalidDocument("a tree of the booster is damaged")
            start += size
    except (KeyError, ValueError) as fault:
        raise InvalidDocument("the booster is damaged") from fault
    if not sizes or not trees[start:].startswith(b"end of trees"):
        raise InvalidDocument("the booster is incomplete")


def _facts(text: bytes) -> Facts:
    """Names and values, each name once."""
    pairs = [line.partition(b"=") for line in text.splitlines()]
    found = {name: value for name, equals, value in pairs if equals}
    if len(found) != sum(bool(equals) for _, equals, _ in pairs):
        raise ValueError
    return found


def _is_sound(tree: Facts, columns: int) -> bool:
    leaves = int(_whole(tree[b"num_leaves"]))
    if not 0 < leaves <= _MOST_LEAVES or any(tree[kind] != b"0" for kind in _NONE):
        return False
    lengths = dict.fromkeys(_AT_LEAVES, leaves) | dict.fromkeys(_AT_SPLITS, leaves - 1)
    if leaves == 1 and not tree[b"leaf_weight"]:
        lengths[b"leaf_weight"] = 0  # LightGBM leaves it out where there is nothing to split
    found = {name: _numbers(name, tree[name]) for name in lengths}
    shrinkage = float(_number(tree[b"shrinkage"]))
    return all(len(found[name]) == length for name, length in lengths.items()) and (
        math.isfinite(shrinkage) and _leads_to_numbers(found, columns, leaves)
    )


def _leads_to_numbers(tree: Numbers, columns: int, leaves: int) -> bool:
    counts = (*tree[b"leaf_count"], *tree[b"internal_count"])
    return (
        all(map(math.isfinite, tree[b"leaf_value"]))
        and all(0 <= column < columns for column in tree[b"split_feature"])
        and _DECISIONS.issuperset(tree[b"decision_type"])
        and (leaves == 1 or all(0 < count < _MOST_ROWS for count in counts))  # reasons are their shares
        and all(
            _leads_on(int(child), node, leaves)
            for side in (b"left_child", b"right_child")
            for node, child in enumerate(tree[side])
        )
    )


def _leads_on(child: int, node: int, leaves: int) -> bool:
    """To a later split or to a leaf: in circles otherwise."""
    return node < child < leaves - 1 or 0 <= ~child < leaves


def _numbers(name: bytes, value: bytes) -> list[float]:
    """What LightGBM reads there; it reads no `nan` and no `1_000`, as Python does."""
    checked = _whole if name in _WHOLE else _number
    return [float(checked(number)) for number in value.split()]


def _whole(number: bytes) -> bytes:
    if _INTEGER.fullmatch(number) is None:
        raise ValueError
    return number


def _number(number: bytes) -> bytes:
    if _NUMBER.fullmatch(number) is None:
        raise ValueError
    return number
