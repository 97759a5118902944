"""Turns what callers pass as numbers into arrays: lists, tuples and pandas Series will do.

Arguments that make no sense are refused with a ValueError that names them, before anything is computed.
"""

import numpy as np
import numpy.typing as npt

from hiring.domain.records import Bools, Days, Floats, Ints

__all__ = [
    "Flags",
    "Matrix",
    "Vector",
    "as_days",
    "as_flags",
    "as_integers",
    "as_matrix",
    "as_scored_groups",
    "as_scores_and_outcomes",
    "as_vector",
]

Vector = npt.ArrayLike
"""Numbers in one dimension."""
Matrix = npt.ArrayLike
"""Numbers in rows and columns."""
Flags = npt.ArrayLike
"""Yes and no, or 1 and 0, in one dimension."""

_ROWS_AND_COLUMNS = 2


def as_vector(values: Vector, name: str) -> Floats:
    """Floats of shape (n,).

    >>> as_vector([0.9, 1], "scores")
    array([0.9, 1. ])

    Args:
        values: As they were passed; an array of floats is used as it is.
        name: Of the argument, for messages.
    """
    array = _floats(values, name)
    if array.ndim != 1:
        raise ValueError(f"{name} must have one dimension; its shape is {array.shape}")
    return array


def as_matrix(values: Matrix, name: str, *, columns: int) -> Floats:
    """Floats of shape (n, columns); no rows at all are a matrix too.

    >>> as_matrix([[1, 3000], [0, None]], "features", columns=2).tolist()
    [[1.0, 3000.0], [0.0, nan]]
    """
    array = _floats(values, name)
    if array.size == 0 and array.ndim < _ROWS_AND_COLUMNS:
        array = array.reshape(0, columns)
    if array.ndim != _ROWS_AND_COLUMNS or array.shape[1] != columns:
        raise ValueError(f"{name} must have the shape (n, {columns}); it has {array.shape}")
    return array


def as_flags(values: Flags, name: str) -> Bools:
    """Booleans of shape (n,), from booleans or from 0 and 1.

    >>> as_flags([1, 0], "hired")
    array([ True, False])
    """
    array = np.asarray(values)
    if array.dtype != np.bool_:
        array = as_vector(values, name)
        if not np.all((array == 0) | (array == 1)):
            raise ValueError(f"{name} must be booleans, or 0 and 1")
        array = array == 1
    if array.ndim != 1:
        raise ValueError(f"{name} must have one dimension; its shape is {array.shape}")
    return array


def as_integers(values: Vector, name: str) -> Ints:
    """Integers of shape (n,), each exactly as it was passed.

    >>> as_integers([31001, 31002], "people")
    array([31001, 31002])
    """
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{name} must have one dimension; its shape is {array.shape}")
    if array.size and not np.issubdtype(array.dtype, np.integer):
        whole = array.dtype == object and all(type(value) is int for value in array.tolist())
        if not whole:
            raise ValueError(f"{name} must be integers; they are {array.dtype}")
    if array.dtype.kind == "u" and array.size and int(array.max()) > np.iinfo(np.int64).max:
        raise ValueError(f"{name} must be integers below 2**63")
    try:
        return array.astype(np.int64)
    except OverflowError as error:
        raise ValueError(f"{name} must be integers of at most 64 bits") from error


def as_scores_and_outcomes(scores: Vector, hired: Flags) -> tuple[Floats, Bools]:
    """Scores and what happened: equally many of both, and no score that is NaN.

    >>> as_scores_and_outcomes([0.9, 0.2], [1, 0])
    (array([0.9, 0.2]), array([ True, False]))
    >>> as_scores_and_outcomes([0.9, 0.2], [1])
    Traceback (most recent call last):
        ...
    ValueError: scores and hired must have the same length: 2 and 1 were given
    """
    numbers, happened = as_vector(scores, "scores"), as_flags(hired, "hired")
    if len(numbers) != len(happened):
        raise ValueError(
            f"scores and hired must have the same length: {len(numbers)} and {len(happened)} were given"
        )
    if np.isnan(numbers).any():
        raise ValueError("scores must be numbers; there is NaN or a missing value among them")
    return numbers, happened


def as_scored_groups(scores: Vector, hired: Flags, groups: Vector) -> tuple[Floats, Bools, Ints]:
    """Scores, what happened, and the codes of the groups that people are compared within.

    >>> as_scored_groups([0.9, 0.2], [1, 0], [5185, 5185])
    (array([0.9, 0.2]), array([ True, False]), array([5185, 5185]))
    """
    numbers, happened = as_scores_and_outcomes(scores, hired)
    codes = as_integers(groups, "groups")
    if len(codes) != len(numbers):
        raise ValueError(
            f"scores and groups must have the same length: {len(numbers)} and {len(codes)} were given"
        )
    return numbers, happened, codes


def as_days(values: npt.ArrayLike, rows: int) -> Days:
    """One day of each row, NaT for unknown.

    >>> as_days(["2024-02-03", "NaT"], rows=2)
    array(['2024-02-03',        'NaT'], dtype='datetime64[D]')
    """
    try:
        days = np.asarray(values, "datetime64[D]")
    except (TypeError, ValueError) as error:
        raise ValueError("days must be dates") from error
    if days.shape != (rows,):
        raise ValueError(f"days must have the shape ({rows},); it has {days.shape}")
    return days


def _floats(values: npt.ArrayLike, name: str) -> Floats:
    try:
        return np.asarray(values, np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers, all rows of the same length") from error
