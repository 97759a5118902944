"""Sets up `.venv` with exactly what constraints.txt pins, and the project itself; `make install` runs it.

It needs the standard library alone. pip resolves nothing (`--no-deps`), because the lock is complete: asked
to resolve, pip before 24 takes an extra such as `coverage[toml]` from the newest release, and then refuses
that release for lack of a hash.
"""

import argparse
import ast
import ctypes
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

ROOT: Final = Path(__file__).resolve().parents[1]
LOCK: Final = ROOT / "constraints.txt"
VENV: Final = ROOT / ".venv"
PYTHON: Final = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
INSTALLED: Final = VENV / ".installed"
DASK_LOCK: Final = ROOT / "constraints-dask.txt"
WITH_DASK: Final = VENV / ".installed-dask"

# Two steps: pip checks hashes for all requirements or for none, and the project itself has none.
HASHED: Final = ("install", "--no-deps", "--require-hashes", "--requirement")
STEPS: Final = (
    (*HASHED, "constraints.txt"),
    ("install", "--no-deps", "--no-build-isolation", "--editable", "."),
)

# Of the user's settings for pip those are kept that say where packages are and how to get there. The others
# (user, target, constraint, no-binary, require-hashes, ...) are meant for his own installations.
KEPT: Final = frozenset(
    {
        *("index-url", "extra-index-url", "find-links", "no-index", "only-binary", "trusted-host"),
        *("cert", "client-cert", "proxy", "keyring-provider", "use-feature", "use-deprecated"),
        *("timeout", "default-timeout", "retries", "cache-dir", "no-cache-dir"),
    }
)
SECTIONS: Final = ("global", "install", ":env:")  # the later one counts


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition(";")[0])
    options.add_argument(
        "--chosen", action="store_true", help="an environment of another Python is made anew"
    )
    options.add_argument("--dask", action="store_true", help="also what constraints-dask.txt pins")
    given = options.parse_args()
    os.chdir(ROOT)
    try:
        with alone():
            set_up(chosen=given.chosen)
            if given.dask:
                add_dask()
    except subprocess.CalledProcessError as failure:  # it has said why
        return failure.returncode or 1
    except KeyboardInterrupt:
        return 130
    return 0


def set_up(*, chosen: bool) -> None:
    """Do what is not done yet: nothing, the two steps, or these in an environment that is made anew."""
    before, found = recorded(), python_of_environment()
    if chosen and found != sys.implementation.cache_tag:
        found = None
    wanted = state(found or str(sys.implementation.cache_tag))
    if found and before == wanted:
        return
    check_system()
    say(f"Installing into {VENV.name}: a minute or two the first time")
    if not found or (before and before | {"project": wanted["project"]} != wanted):
        run(sys.executable, "-I", "-m", "venv", "--clear", VENV.name)
    INSTALLED.unlink(missing_ok=True)
    settings = pip_settings()
    for step in STEPS:
        run(*pip("--quiet", *step), env=settings)
    # pip does not compile what is editable, and where PYTHONDONTWRITEBYTECODE is set, as in many containers,
    # every command would compile it anew.
    run(str(PYTHON), "-I", "-m", "compileall", "-q", "src")
    INSTALLED.write_text(json.dumps(wanted), "utf-8")


def add_dask() -> None:
    """What the extra `dask` needs beside the rest: the tests have it, a newcomer's demo does not."""
    wanted = hashlib.sha256(DASK_LOCK.read_bytes()).hexdigest()
    if WITH_DASK.exists() and WITH_DASK.read_text("utf-8") == wanted:
        return
    say(f"Installing {DASK_LOCK.name} into {VENV.name}")
    run(*pip("--quiet", *HASHED, DASK_LOCK.name), env=pip_settings())
    WITH_DASK.write_text(wanted, "utf-8")


def state(python: str) -> dict[str, str]:
    """What an environment depends on: its scripts name the folder where they stand, for one."""
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (LOCK, ROOT / "pyproject.toml")]
    return {"lock": digests[0], "project": digests[1], "place": str(ROOT), "python": python}


def recorded() -> dict[str, str]:
    """The state when an installation was last completed; empty for never."""
    try:
        found = json.loads(INSTALLED.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def python_of_environment() -> str | None:
    """Which Python it has; None where it cannot run pip, or is too old."""
    asked = "import pip, sys; print(sys.implementation.cache_tag if sys.version_info >= (3, 11) else '')"
    try:
        done = subprocess.run(
            [PYTHON, "-I", "-c", asked], check=False, capture_output=True, text=True, env=without_pip()
        )
    except OSError:  # not there, or a link to where no Python is any more
        return None
    return done.stdout.strip() or None if done.returncode == 0 else None


def check_system() -> None:
    try:
        import ensurepip  # noqa: F401, PLC0415  # the question is whether it is there
        import venv  # noqa: F401, PLC0415  # the same
    except ImportError:
        hint = "on Debian and Ubuntu: apt-get install python3-venv"
        sys.exit(f"hiring needs the venv module of {sys.executable}; {hint}")
    if sys.platform == "linux":
        try:
            ctypes.CDLL("libgomp.so.1")
        except OSError:
            hint = "on Debian and Ubuntu: apt-get install libgomp1"
            sys.exit(f"hiring needs the system library libgomp (for LightGBM); {hint}")


def pip(*arguments: str) -> tuple[str, ...]:
    """Isolated: what PYTHONPATH or the working folder has is neither run nor taken for installed."""
    return (str(PYTHON), "-I", "-m", "pip", *arguments)


def pip_settings() -> dict[str, str]:
    """An environment with the settings that are kept, and with no others from any file of pip's."""
    shown = subprocess.run(
        pip("config", "list"),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=without_pip(keep=KEPT | {"config-file"}) | dict.fromkeys(("PIP_USER", "PIP_QUIET"), "0"),
    ).stdout
    found = {"disable-pip-version-check": "1", "config-file": os.devnull}
    for section in SECTIONS:
        for name, value in re.findall(rf"^{re.escape(section)}\.([\w-]+)=(.+)$", shown, re.MULTILINE):
            if name in KEPT and (text := ast.literal_eval(value)):  # an empty one counts for none
                found[name] = text
    return without_pip() | {f"PIP_{name.upper().replace('-', '_')}": value for name, value in found.items()}


def without_pip(keep: frozenset[str] = frozenset()) -> dict[str, str]:
    """The environment without pip's settings, but for those to keep."""
    kept = {f"PIP_{name.upper().replace('-', '_')}" for name in keep}
    return {name: value for name, value in os.environ.items() if name[:4] != "PIP_" or name in kept}


def run(*command: str, env: Mapping[str, str] | None = None) -> None:
    subprocess.run(command, check=True, env=without_pip() if env is None else env)


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


@contextmanager
def alone() -> Iterator[None]:
    """Where two set up one environment at once, the second waits, and finds it done."""
    with LOCK.open("rb") as file:
        if sys.platform != "win32":
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
