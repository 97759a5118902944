"""The domain can be embedded where numpy alone is installed."""

import json
import subprocess
import sys

IMPORT_ALL = """
import sys
before = {name.partition(".")[0] for name in sys.modules}
import importlib, json, pkgutil
import hiring.domain
for module in pkgutil.walk_packages(hiring.domain.__path__, "hiring.domain."):
    importlib.import_module(module.name)
after = {name.partition(".")[0] for name in sys.modules}
print(json.dumps(sorted(after - before - sys.stdlib_module_names)))
print(json.dumps(sorted(name for name in sys.modules if name.startswith("hiring."))))
"""


def test_importing_the_whole_domain_brings_in_numpy_and_nothing_else() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORT_ALL], capture_output=True, text=True, check=True)
    brought, ours = map(json.loads, done.stdout.splitlines())

    assert brought == ["hiring", "numpy"]
    assert "hiring.domain.features.rules" in ours
    assert [name for name in ours if not name.startswith("hiring.domain")] == []
