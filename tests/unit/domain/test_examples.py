"""Every public function of the domain is shown at work in its docstring, and what is shown is true."""

import doctest
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

import hiring.domain

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(hiring.domain.__path__, "hiring.domain.")
]
EACH = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)


@EACH
def test_examples_are_true(module: ModuleType) -> None:
    told: list[str] = []
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
    for example in doctest.DocTestFinder(exclude_empty=True).find(module):
        runner.run(example, out=told.append)

    assert not runner.failures, "".join(told)


@EACH
def test_every_public_function_has_an_example(module: ModuleType) -> None:
    public = [(name, getattr(module, name, None)) for name in getattr(module, "__all__", ())]
    functions = {name: value for name, value in public if inspect.isfunction(value)}

    assert [name for name, value in functions.items() if ">>>" not in (value.__doc__ or "")] == []
