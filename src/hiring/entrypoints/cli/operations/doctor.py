"""`hiring-cli doctor`: is everything here that is needed, and what do the settings mean?"""

import platform
from importlib import metadata
from importlib.util import find_spec
from typing import Any, Literal

import click

from hiring import __version__
from hiring.bootstrap.models import try_model
from hiring.bootstrap.parallel import try_workers
from hiring.bootstrap.stores import partitioned_until, session_settings, try_store
from hiring.bootstrap.tools import open_to_others
from hiring.domain.errors import HiringError, ModelMissing
from hiring.domain.features import PROFILES, Profile, fingerprint
from hiring.entrypoints.advice import with_advice
from hiring.entrypoints.cli.exit_codes import UNAVAILABLE
from hiring.entrypoints.cli.options.opening import OPEN_TO_OTHERS
from hiring.entrypoints.cli.output.output import emit, json_option
from hiring.entrypoints.partition_warning import partition_warning
from hiring.settings import Settings, load_settings

EXTRAS = {
    "files": ("pyarrow",),
    "postgres": ("alembic", "sqlalchemy", "psycopg"),
    "http": ("litestar", "uvicorn", "msgspec", "structlog", "jinja2"),
    "learning": ("lightgbm", "sklearn", "pandas", "joblib"),
    "reports": ("jinja2", "matplotlib"),
    "dask": ("distributed",),
}
DISTRIBUTIONS = {"sklearn": "scikit-learn"}

State = Literal["ok", "warning", "none yet", "missing"]
Check = dict[str, Any]


@click.command()
@json_option
def doctor(*, as_json: bool) -> None:
    """Check this installation: packages, settings, store and model.

    Exit 75 if something that the settings need is missing; a store or model that does not exist yet is not a
    fault.

    \b
    Examples:
      hiring-cli doctor
      hiring-cli doctor --json
    """
    settings = load_settings()
    models = (check for profile in PROFILES.values() for check in _model(settings, profile))
    checks = [*_packages(settings), *_workers(settings), *_store(settings), *models]
    sound = all(check["state"] != "missing" for check in checks)
    result = {
        "hiring": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "rule_fingerprint": fingerprint(),
        "checks": checks,
        "ok": sound,
    }
    lines = [f"{check['state']:<8} {check['what']}: {check['finding']}" for check in checks]
    emit(result, [f"hiring {__version__} on Python {platform.python_version()}", *lines], as_json=as_json)
    if not sound:
        click.get_current_context().exit(UNAVAILABLE)


def _check(what: str, state: State, finding: str) -> Check:
    return {"what": what, "state": state, "finding": finding}


def _packages(settings: Settings) -> list[Check]:
    chosen = {settings.storage, settings.hiring_parallel.partition(":")[0]}
    wanted = [extra for extra in EXTRAS if extra not in ("files", "postgres", "dask") or extra in chosen]
    return [_package(extra, module) for extra in wanted for module in EXTRAS[extra]]


def _package(extra: str, module: str) -> Check:
    if find_spec(module) is None:
        return _check(module, "missing", f"not installed; the extra `{extra}` of hiring installs it")
    return _check(module, "ok", metadata.version(DISTRIBUTIONS.get(module, module)))


def _workers(settings: Settings) -> list[Check]:
    if not settings.hiring_parallel.startswith("dask:"):
        return []
    try:
        return [_check("workers", "ok", try_workers(settings.hiring_parallel))]
    except HiringError as error:
        return [_check("workers", "missing", with_advice(error))]
    except ImportError:
        return []  # its package is named above


def _store(settings: Settings) -> list[Check]:
    if settings.storage == "files" and not settings.hiring_home.exists():
        return [_check("store", "none yet", f"{settings.hiring_home.absolute()} (HIRING_HOME)")]
    try:
        place = try_store(settings)
        of_server = [*_session(settings), *_partitions(settings)] if settings.storage == "postgres" else []
    except (HiringError, ImportError) as error:
        return [_check("store", "missing", with_advice(error))]
    if settings.storage == "files" and open_to_others(settings.hiring_home):
        return [_check("store", "ok", f"{place}, which {OPEN_TO_OTHERS}")]
    return [_check("store", "ok", place), *of_server]


def _session(settings: Settings) -> list[Check]:
    """What a PostgreSQL session does not inherit, with the values that the server told."""
    values = session_settings(settings)
    told = "; ".join(f"{name}={value}" for name, value in values.items())
    return [{**_check("session", "ok", told), "settings": dict(values)}]


def _partitions(settings: Settings) -> list[Check]:
    """How far ahead there are partitions of the audit log."""
    until, due = partitioned_until(settings)
    if until is None:
        return []
    if due:
        return [_check("partitions", "warning", partition_warning(until))]
    return [_check("partitions", "ok", f"inference_log has them until {until:%Y-%m-%d}")]


def _model(settings: Settings, profile: Profile) -> list[Check]:
    """Of a profile that reads vagas nothing need be published."""
    what = f"model of {profile.name}" if profile.reads_vagas else "model"
    try:
        version = try_model(settings, profile)
    except ModelMissing as error:
        return [] if profile.reads_vagas else [_check(what, "none yet", with_advice(error, profile.name))]
    except (HiringError, ImportError, OSError) as error:
        return [_check(what, "missing", with_advice(error, profile.name))]
    return [_check(what, "ok", f"{version.id} ({version.card.operating_mode}) in {version.path}")]
