"""A booster's text, looked through before LightGBM's own parser sees it.

That parser believes what it reads. A tree that is shorter than it says, a column or a child that is not there
make it read beyond its memory, and a leaf that is no number makes every score none.
"""

import math
from collections.abc import Mapping
from typing import Final

from hiring.adapters.learning.documents import Unsound

_UNKNOWN: Final = (b"is_linear", b"num_cat")  # kinds of trees that no training of ours makes

Facts = Mapping[bytes, bytes]


def check_booster(text: bytes, *, columns: int) -> None:
    """Let it pass if it is whole, and each of its trees leads from a column that is there to a number.

    Raises:
        Unsound: It is not, or has another number of columns.
    """
    header, _, trees = text.partition(b"\n\n")
    facts = _facts(header)
    try:
        if int(facts[b"max_feature_idx"]) + 1 != columns:
            raise Unsound("the booster has another number of columns than the card")
        sizes = [int(size) for size in facts[b"tree_sizes"].split()]
        start = 0
        for number, size in enumerate(sizes):
            tree = _facts(trees[start : start + size])
            if not size > 0 or int(tree[b"Tree"]) != number or not _is_sound(tree, columns):
                raise Unsound("a tree of the booster is damaged")
            start += size
    except (KeyError, ValueError) as fault:
        raise Unsound("the booster is damaged") from fault
    if not sizes or not trees[start:].startswith(b"end of trees"):
        raise Unsound("the booster is not whole")


def _facts(text: bytes) -> Facts:
    pairs = (line.partition(b"=") for line in text.splitlines())
    return {name: value for name, equals, value in pairs if equals}


def _is_sound(tree: Facts, columns: int) -> bool:
    leaves, splits = int(tree[b"num_leaves"]), int(tree[b"num_leaves"]) - 1
    values, edges = (
        [float(number) for number in tree.get(name, b"").split()] for name in (b"leaf_value", b"threshold")
    )
    split_on, left, right, kinds = (
        [int(number) for number in tree.get(name, b"").split()]
        for name in (b"split_feature", b"left_child", b"right_child", b"decision_type")
    )
    return (
        (len(values), len(edges)) == (leaves, splits)
        and all(len(part) == splits for part in (split_on, left, right, kinds))
        and all(map(math.isfinite, values))
        and not any(map(math.isnan, edges))  # an infinite one parts the missing from the rest
        and all(0 <= column < columns for column in split_on)
        and all(_leads_on(child, node, leaves) for part in (left, right) for node, child in enumerate(part))
        and all(int(tree.get(kind, b"0")) == 0 for kind in _UNKNOWN)
    )


def _leads_on(child: int, node: int, leaves: int) -> bool:
    """To a later split or to a leaf: in circles otherwise."""
    return node < child < leaves - 1 or 0 <= ~child < leaves
