"""LightGBM's predictor by its C API, without its Python package.

The package imports scikit-learn, SciPy and pandas, and takes longer around a row than the trees take for it.
The library inside it needs none of them.

LightGBM must not start threads here. How many it uses is one setting of the whole process, read once for
the buffers and once more for the loop: calls that ask for different numbers at the same time write past the
buffers, and kill the process. So every call asks for one. Large batches are cut into blocks, and threads of
our own predict them: LightGBM predicts under a shared lock.
"""

import os
import sys
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from ctypes import CDLL, POINTER, PyDLL, byref, c_char_p, c_double, c_int, c_int32, c_int64, c_void_p
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np

from hiring.domain.records import Floats

_ROW_MAJOR: Final = 1
_FLOAT64: Final = 1  # C_API_DTYPE_FLOAT64
_RAW_SCORES: Final = 1  # C_API_PREDICT_RAW_SCORE
_CONTRIBUTIONS: Final = 3  # C_API_PREDICT_CONTRIB
_ALL_TREES: Final = (0, -1)  # from the first one on, as many as there are
_PARAMETERS: Final = b"num_threads=1 verbosity=-1"
_BLOCKS: Final = {_RAW_SCORES: 10_000, _CONTRIBUTIONS: 500}
"""Rows that are some 30 ms of work: fewer are not worth a thread."""

_FILES: Final = {"win32": "lib_lightgbm.dll", "darwin": "lib_lightgbm.dylib"}
_FOLDERS: Final = ("lib", "bin", "..")  # its wheels have it in `lib`; `lightgbm.libpath` knows the others

_int_out: Final = POINTER(c_int)
_long_out: Final = POINTER(c_int64)
_handle_out: Final = POINTER(c_void_p)
_SIGNATURES: Final = {  # LightGBM/c_api.h; each returns 0, or -1 and leaves its words to LGBM_GetLastError
    "LGBM_BoosterLoadModelFromString": (c_char_p, _int_out, _handle_out),
    "LGBM_BoosterFree": (c_void_p,),
    "LGBM_BoosterGetNumFeature": (c_void_p, _int_out),
    "LGBM_BoosterCalcNumPredict": (c_void_p, c_int, c_int, c_int, c_int, _long_out),
    "LGBM_BoosterPredictForMat": (
        *(c_void_p, c_void_p, c_int, c_int32, c_int32, c_int),  # booster; rows, type, size, layout
        *(c_int, c_int, c_int, c_char_p, _long_out, c_void_p),  # what, of which trees, how; length, results
    ),
    "LGBM_BoosterPredictForMatSingleRowFastInit": (
        *(c_void_p, c_int, c_int, c_int, c_int, c_int32, c_char_p),  # the same, and no rows yet
        _handle_out,
    ),
    "LGBM_BoosterPredictForMatSingleRowFast": (c_void_p, c_void_p, _long_out, c_void_p),
    "LGBM_FastConfigFree": (c_void_p,),
}


class NativeBooster:
    """A booster with one score a row; LightGBM's memory is freed with this object. Threads may share it.

    Args:
        text: What `Booster.model_to_string` gave. A damaged text kills the process: check its digest first.

    Raises:
        ValueError: LightGBM refuses the text, or the booster gives several scores per row.
        ModuleNotFoundError: LightGBM is not installed.
    """

    def __init__(self, text: str) -> None:
        self._library, one_row_function = _libraries()
        self._booster, self._one_row = c_void_p(), c_void_p()
        freed = weakref.finalize(self, _free, self._library, self._booster, self._one_row)
        freed.atexit = False  # a thread may be predicting still, and the process gives back everything
        if self._library.LGBM_BoosterLoadModelFromString(text.encode(), byref(c_int()), byref(self._booster)):
            raise ValueError("LightGBM cannot read the booster")
        columns, results = c_int(), c_int64()
        self._call("LGBM_BoosterGetNumFeature", byref(columns))
        self.num_feature: Final = columns.value
        self._call("LGBM_BoosterCalcNumPredict", 1, _CONTRIBUTIONS, *_ALL_TREES, byref(results))
        if results.value != self.num_feature + 1:  # the arrays below would be too short
            raise ValueError("the booster gives several scores per row")
        how = (_RAW_SCORES, *_ALL_TREES, _FLOAT64, self.num_feature, _PARAMETERS)
        self._call("LGBM_BoosterPredictForMatSingleRowFastInit", *how, byref(self._one_row))
        self._score_one = one_row_function
        self._shape_of_one = (1, self.num_feature)
        self._row_of_numbers = c_double * self.num_feature

    def raw_scores(self, features: Floats) -> Floats:
        """Log-odds, shape (n,), of features of shape (n, num_feature); alone the same bits as among others.

        Raises:
            ValueError: The shape is another.
        """
        if features.shape != self._shape_of_one:
            return self._results(_RAW_SCORES, features, ())
        row = self._row_of_numbers.from_buffer_copy(np.ascontiguousarray(features, np.float64).data)
        score = c_double()  # this and the copy cost less than asking numpy for two addresses
        if self._score_one(self._one_row, row, byref(c_int64()), byref(score)):
            raise self._fault()
        return np.array([score.value])

    def contributions(self, features: Floats) -> Floats:
        """What each feature adds to a row's log-odds, and last what all rows have in common (TreeSHAP).

        Args:
            features: Shape (n, num_feature).

        Returns:
            Shape (n, num_feature + 1); a row's values sum up to its raw score.

        Raises:
            ValueError: The shape is another.
        """
        return self._results(_CONTRIBUTIONS, features, (self.num_feature + 1,))

    def _results(self, what: int, features: Floats, shape_of_each: tuple[int, ...]) -> Floats:
        rows = np.ascontiguousarray(features, np.float64)
        if rows.shape != (len(rows), self.num_feature):
            message = f"features must have shape (n, {self.num_feature}), not {rows.shape}"
            raise ValueError(message)
        results, block = np.empty((len(rows), *shape_of_each)), _BLOCKS[what]

        def fill(start: int) -> None:
            here, there = rows[start : start + block], results[start : start + block]
            rows_here = (here.ctypes.data, _FLOAT64, *here.shape, _ROW_MAJOR)
            how = (what, *_ALL_TREES, _PARAMETERS)
            self._call("LGBM_BoosterPredictForMat", *rows_here, *how, byref(c_int64()), there.ctypes.data)

        starts = range(0, len(rows), block)
        if len(starts) == 1:
            fill(0)
        elif starts:
            with ThreadPoolExecutor(min(_cores(), len(starts))) as threads:
                list(threads.map(fill, starts))  # raises what a thread raised
        return results

    def _call(self, name: str, *arguments: object) -> None:
        if getattr(self._library, name)(self._booster, *arguments):
            raise self._fault()

    def _fault(self) -> ValueError:
        """LightGBM's words, which hold shapes and parameters, never a row's values."""
        return ValueError(self._library.LGBM_GetLastError().decode(errors="replace"))


def _free(library: CDLL, booster: c_void_p, one_row: c_void_p) -> None:
    if one_row:  # first: it refers to the booster
        library.LGBM_FastConfigFree(one_row)
    if booster:
        library.LGBM_BoosterFree(booster)


@cache
def _libraries() -> tuple[CDLL, Callable[..., int]]:
    """The library, and its function for one row, which keeps the GIL.

    It takes some microseconds; whoever gives the GIL away for them may wait milliseconds to get it back.
    Threads that are in it at the same time all the same (free-threaded Python) wait at LightGBM's own lock.
    """
    path = str(_path())
    library, holding = CDLL(path), PyDLL(path)
    library.LGBM_GetLastError.restype = c_char_p
    for name, arguments in _SIGNATURES.items():
        for function in (getattr(library, name), getattr(holding, name)):
            function.argtypes, function.restype = arguments, c_int
    return library, holding.LGBM_BoosterPredictForMatSingleRowFast


def _path() -> Path:
    """The shared library, found as `lightgbm.libpath` finds it, but without importing anything.

    Raises:
        ModuleNotFoundError: It is not there.
    """
    spec, file = find_spec("lightgbm"), _FILES.get(sys.platform, "lib_lightgbm.so")
    if spec is None:
        raise ModuleNotFoundError("LightGBM is not installed", name="lightgbm")
    for folder in _FOLDERS:
        for package in spec.submodule_search_locations or ():
            if (path := Path(package, folder, file)).is_file():
                return path
    raise ModuleNotFoundError(f"the package lightgbm is installed without its {file}", name="lightgbm")


def _cores() -> int:
    """That this process may use; `os.process_cpu_count` is Python 3.13's."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
