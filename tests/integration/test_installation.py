"""`make install` with a lock of stubs: exactly its pins, whatever the index offers and pip is told."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="make is not on Windows")

ROOT = Path(__file__).parents[2]
BACKEND = """
import zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "project-1.0-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        for path, text in %r.items():
            wheel.writestr(path, text)
    return name
build_wheel = build_editable
"""
ASK_WHAT_IS_THERE = """
import json
from importlib.metadata import distributions
print(json.dumps({found.name: found.version for found in distributions()}))
"""
OF_THE_ENVIRONMENT = {"pip", "setuptools"}  # the venv module brings them


def contents(name: str, version: str, *, requires: str = "", module: str = "") -> dict[str, str]:
    """Of a wheel, path by path."""
    stem = f"{name.replace('-', '_')}-{version}.dist-info"
    needs = f"Requires-Dist: {requires}\n" if requires else ""
    extra = "Provides-Extra: toml\nRequires-Dist: tomli; extra == 'toml'\n" if name == "coverage" else ""
    return {
        f"{name.replace('-', '_')}.py": module,
        f"{stem}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}{extra}",
        f"{stem}/WHEEL": "Wheel-Version: 1.0\nGenerator: stub\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{stem}/RECORD": "",
    }


@dataclass
class Index:
    """A folder that a static server shows as a package index."""

    folder: Path
    digests: dict[str, str] = field(default_factory=dict)

    def wheel(self, name: str, version: str, **more: str) -> None:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as wheel:
            for path, text in contents(name, version, **more).items():
                wheel.writestr(path, text)
        self.add(name, version, f"{name.replace('-', '_')}-{version}-py3-none-any.whl", content.getvalue())

    def source(self, name: str, version: str) -> None:
        """A release without a wheel, which carries what builds it."""
        stem = f"{name.replace('-', '_')}-{version}"
        files = {
            "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "b"\nbackend-path = ["."]\n',
            "b.py": (BACKEND % contents(name, version)).replace("project-1.0", stem),
            "PKG-INFO": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        }
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode="w:gz") as archive:
            for path, text in files.items():
                entry = tarfile.TarInfo(f"{stem}/{path}")
                entry.size = len(text.encode())
                archive.addfile(entry, io.BytesIO(text.encode()))
        self.add(name, version, f"{stem}.tar.gz", content.getvalue())

    def add(self, name: str, version: str, file: str, content: bytes) -> None:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(content)
        self.digests[f"{name}=={version}"] = hashlib.sha256(content).hexdigest()
        links = [
            f'<a {yanked(each.name)}href="{each.name}">{each.name}</a>' for each in folder.glob("*[-_]*")
        ]
        (folder / "index.html").write_text("<!DOCTYPE html><body>" + "".join(sorted(links)), "utf-8")

    def lock(self, *pins: str) -> str:
        return "".join(f"{pin} \\\n    --hash=sha256:{self.digests[pin]}\n" for pin in pins)


def yanked(file: str) -> str:
    return 'data-yanked="broken" ' if file.startswith("withdrawn") else ""


PINS = ("coverage==7.1", "pytest-cov==4.0", "withdrawn==1.0", "from-source==1.0", "stub-backend==1.0")


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    made = Index(tmp_path_factory.mktemp("index"))
    for version in ("7.1", "99.0"):
        made.wheel("coverage", version)
        made.wheel("pytest-cov", version.replace("7.1", "4.0"), requires="coverage[toml]>=7")
    for version in ("1.0", "2.0"):
        made.wheel("withdrawn", version)
        made.source("from-source", version)
        made.wheel("stub-backend", version, module=BACKEND % contents("project", "1.0"))
    return made


@pytest.fixture(scope="session")
def address(index: Index) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=index.folder)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@dataclass
class Project:
    """A folder with our recipe, and a lock of stubs."""

    folder: Path
    index: Index
    address: str

    @property
    def python(self) -> Path:
        return self.folder / ".venv" / "bin" / "python"

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PIP_", "MAKE", "COV_")) and name not in {"MFLAGS", "PYTHON"}
        }
        settings = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": self.address, "NO_PROXY": "127.0.0.1"}
        command = ["make", "--no-print-directory", *(arguments or ("install", f"PYTHON={sys.executable}"))]
        return subprocess.run(
            command,
            cwd=self.folder,
            env=inherited | settings | environment,
            check=False,
            capture_output=True,
            text=True,
        )

    def installed(self) -> set[str]:
        command = [self.python, "-I", "-c", ASK_WHAT_IS_THERE]
        found: Mapping[str, str] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        return {f"{name}=={version}" for name, version in found.items() if name not in OF_THE_ENVIRONMENT}

    def lock(self, *pins: str) -> None:
        (self.folder / "constraints.txt").write_text(self.index.lock(*pins), "utf-8")

    def with_pip(self, wheel: Path) -> None:
        """An environment of its own that has this pip."""
        venv = self.folder / ".venv"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
        (packages,) = venv.glob("lib/python*/site-packages")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)  # noqa: S202  # pip's own wheel


@pytest.fixture
def project(tmp_path: Path, index: Index, address: str) -> Project:
    made = Project(tmp_path / "a folder with blanks", index, address)
    (made.folder / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", made.folder)
    shutil.copy(ROOT / "tools" / "install.py", made.folder / "tools")
    (made.folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["stub-backend"]\nbuild-backend = "stub_backend"\n', "utf-8"
    )
    (made.folder / "src").mkdir()
    (made.folder / "src" / "ours.py").touch()
    made.lock(*PINS)
    return made


def bundled_pip() -> Path:
    """The wheel that this Python puts into its environments."""
    import ensurepip  # noqa: PLC0415  # some systems have it in a package of its own

    name = f"pip-{ensurepip.version()}-*.whl"
    folders = (Path(ensurepip.__file__).parent / "_bundled", Path("/usr/share/python-wheels"))
    return next(wheel for folder in folders for wheel in folder.glob(name))


@pytest.fixture(scope="session")
def pip_wheel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`bundled`, a release, or the newest; fetched where no file of it is on the machine."""
    wanted: str = request.param
    known = [bundled_pip(), *Path("/usr/share/python-wheels").glob("pip-*.whl")]
    for wheel in known:
        if wanted == "bundled" or wheel.name.startswith(f"pip-{wanted}-"):
            return wheel
    folder = tmp_path_factory.mktemp("pip")
    what = "pip" if wanted == "newest" else f"pip=={wanted}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, what]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode and "CI" not in os.environ:
        pytest.skip(f"{what} is not on this machine and cannot be fetched")
    assert done.returncode == 0, done.stderr
    return next(folder.glob("pip-*.whl"))


@pytest.mark.parametrize(
    "pip_wheel", ["bundled", pytest.param("23.0.1", marks=pytest.mark.slow), "newest"], indirect=True
)
def test_exactly_the_pins_are_installed_by_every_pip(project: Project, pip_wheel: Path) -> None:
    project.with_pip(pip_wheel)
    done = project.make()

    assert done.returncode == 0, done.stderr
    assert project.installed() == {*PINS, "project==1.0"}


@pytest.mark.slow
@pytest.mark.parametrize("pip_wheel", ["23.0.1"], indirect=True)
def test_the_real_lock_is_installed_as_it_stands(project: Project, pip_wheel: Path, index: Index) -> None:
    """From the real index, beside a newer `coverage`, which `pytest-cov` asks for with its extra."""
    for name in ("constraints.txt", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, project.folder)
    shutil.copytree(
        ROOT / "src",
        project.folder / "src",
        ignore=shutil.ignore_patterns("__pycache__"),
        dirs_exist_ok=True,
    )
    newer = index.folder / "coverage"
    project.with_pip(pip_wheel)
    given = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    links = f"{given.pop('PIP_FIND_LINKS', '')} {newer}"
    given |= {name: given.get(name, "") for name in ("PIP_CONFIG_FILE", "PIP_INDEX_URL")}
    done = project.make(**given, PIP_FIND_LINKS=links)

    assert done.returncode == 0, done.stderr
    found = {re.sub(r"[-_.]+", "-", pin).lower() for pin in project.installed()}
    pins = re.findall(r"^([\w.-]+==[\w.+-]+)", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE)
    assert {pin for pin in found if not pin.startswith("hiring==")} <= {
        re.sub(r"[-_.]+", "-", pin).lower() for pin in pins
    }
    checked = subprocess.run([project.python, "-I", "-m", "pip", "check"], check=False, capture_output=True)
    assert checked.returncode == 0, checked.stdout


HOSTILE = {
    "user": "true",
    "require-virtualenv": "true",
    "no-deps": "false",
    "require-hashes": "true",
    "no-binary": ":all:",
    "dry-run": "true",
    "no-build-isolation": "false",
    "quiet": "3",
}


@pytest.mark.parametrize(
    ("pip_wheel", "place"),
    [
        ("bundled", "environment"),
        ("newest", "file"),
        pytest.param("bundled", "file", marks=pytest.mark.slow),
        pytest.param("newest", "environment", marks=pytest.mark.slow),
    ],
    indirect=["pip_wheel"],
)
def test_of_the_user_s_settings_for_pip_those_that_lead_to_packages_count(
    project: Project, pip_wheel: Path, place: str, tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_text("coverage>50\n", "utf-8")
    elsewhere = {name: str(tmp_path / "elsewhere") for name in ("target", "prefix", "root")}
    settings = {**HOSTILE, **elsewhere, "constraint": str(tmp_path / "other.txt")}
    (tmp_path / "coverage.py").write_text("", "utf-8")
    shutil.copytree(ROOT / "tests", tmp_path / "coverage-7.1.dist-info")  # as if it were installed there
    given = {"PYTHONPATH": str(tmp_path), "PIP_CONFIG_FILE": str(tmp_path / "pip.conf")}
    if place == "environment":
        settings["index-url"] = project.address
        given |= {f"PIP_{name.upper().replace('-', '_')}": value for name, value in settings.items()}
    else:
        given["PIP_INDEX_URL"] = ""
        lines = [f"{name} = {value}" for name, value in settings.items()]
        text = "\n".join(["[global]", "index-url = http://127.0.0.1:9/", "[install]", *lines])
        (tmp_path / "pip.conf").write_text(
            f"{text}\nindex-url = {project.address}\nfind-links =\n  {tmp_path}\n  {tmp_path}/none\n", "utf-8"
        )
    project.with_pip(pip_wheel)
    done = project.make(**given)

    assert done.returncode == 0, done.stderr
    assert project.installed() == {*PINS, "project==1.0"}
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.slow  # in CI behind the suite, as all slow ones of this file
def test_our_own_modules_are_compiled_also_where_python_writes_no_byte_code(project: Project) -> None:
    done = project.make(PYTHONDONTWRITEBYTECODE="1")

    assert done.returncode == 0, done.stderr
    assert list((project.folder / "src" / "__pycache__").glob("ours.*.pyc"))


def test_the_environment_follows_lock_folder_and_interpreter(project: Project) -> None:
    def is_made_anew(*arguments: str) -> bool:
        marker = project.folder / ".venv" / "marker"
        marker.touch()
        assert (done := project.make(*arguments)).returncode == 0, done.stderr
        return not marker.exists()

    project.with_pip(bundled_pip())
    assert not is_made_anew()
    assert project.make().stderr == ""
    project.lock(*PINS[:3], "stub-backend==2.0")
    assert is_made_anew("install")  # nothing of the old lock stays
    assert project.installed() == {*PINS[:3], "stub-backend==2.0", "project==1.0"}
    project.folder = project.folder.rename(project.folder.with_name("moved"))
    assert is_made_anew()
    project.python.unlink()
    project.python.symlink_to("/nowhere/python3")
    assert is_made_anew()
    assert not is_made_anew()


def test_what_dask_needs_is_installed_for_the_tests_alone(project: Project, index: Index) -> None:
    project.lock(*PINS[1:])
    (project.folder / "constraints-dask.txt").write_text(index.lock(PINS[0]), "utf-8")
    project.with_pip(bundled_pip())
    assert project.make().returncode == 0
    assert project.installed() == {*PINS[1:], "project==1.0"}

    words = ("install-dask", f"PYTHON={sys.executable}")
    assert "constraints-dask.txt" in project.make(*words).stderr
    assert project.installed() == {*PINS, "project==1.0"}
    assert project.make(*words).stderr == ""


def test_a_lock_without_hashes_or_with_another_hash_is_refused(project: Project) -> None:
    project.with_pip(bundled_pip())
    lock = project.folder / "constraints.txt"
    whole = lock.read_text("utf-8")
    for broken in (re.sub(r"sha256:\w{4}", "sha256:0000", whole, count=1), "coverage==7.1\n"):
        lock.write_text(broken, "utf-8")
        assert project.make().returncode != 0
    lock.write_text(whole, "utf-8")
    assert project.make().returncode == 0


def test_two_at_once_leave_one_whole_environment(project: Project) -> None:
    project.with_pip(bundled_pip())
    results: list[int] = []
    threads = [threading.Thread(target=lambda: results.append(project.make().returncode)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [0, 0]
    assert project.installed() == {*PINS, "project==1.0"}


@pytest.mark.parametrize("file", ["README.md", "Dockerfile", "tools/install.py"])
def test_nothing_is_resolved_where_a_lock_is_installed(file: str) -> None:
    text = re.sub(r"[\"',() \n\\]+", " ", (ROOT / file).read_text("utf-8"))
    locked = re.findall(r"install ((?:--\S+ )*)--requirement (\S+)", text)
    assert locked
    assert all(set(options.split()) == {"--no-deps", "--require-hashes"} for options, _ in locked)
