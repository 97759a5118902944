"""`hiring-cli doctor`: is everything here that is needed, and what do the settings mean?"""

import platform
from importlib import metadata
from importlib.util import find_spec
from typing import Any

import click

from hiring import __version__
from hiring.bootstrap import open_models, open_store
from hiring.domain.errors import HiringError
from hiring.domain.features import fingerprint
from hiring.entrypoints.cli.output import emit, json_option
from hiring.settings import Settings, load_settings

EXTRAS = {
    "files": ("pyarrow",),
    "http": ("litestar", "uvicorn", "msgspec", "structlog"),
    "learning": ("lightgbm", "sklearn", "pandas", "joblib"),
    "postgres": ("sqlalchemy", "psycopg"),
}
DISTRIBUTIONS = {"sklearn": "scikit-learn"}


@click.command()
@json_option
def doctor(*, as_json: bool) -> None:
    """Check this installation: packages, settings, store and model. Exit 75 if something is missing.

    \b
    Examples:
      hiring-cli doctor
      hiring-cli doctor --json
    """
    settings = load_settings()
    checks = [*_packages(), _store(settings), _model(settings)]
    sound = all(check["ok"] for check in checks)
    result = {
        "hiring": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "rule_fingerprint": fingerprint(),
        "checks": checks,
        "ok": sound,
    }
    lines = [
        f"{'ok     ' if check['ok'] else 'MISSING'} {check['what']}: {check['finding']}" for check in checks
    ]
    emit(result, [f"hiring {__version__} on Python {platform.python_version()}", *lines], as_json=as_json)
    if not sound:
        click.get_current_context().exit(75)


def _packages() -> list[dict[str, Any]]:
    return [_package(extra, module) for extra, modules in EXTRAS.items() for module in modules]


def _package(extra: str, module: str) -> dict[str, Any]:
    if find_spec(module) is None:
        return {"what": module, "ok": False, "finding": f"not installed: pip install 'hiring[{extra}]'"}
    return {"what": module, "ok": True, "finding": metadata.version(DISTRIBUTIONS.get(module, module))}


def _store(settings: Settings) -> dict[str, Any]:
    try:
        store = open_store(settings)
    except HiringError as error:
        return {"what": "store", "ok": False, "finding": str(error)}
    place = store.place
    store.close()
    return {"what": "store", "ok": True, "finding": place}


def _model(settings: Settings) -> dict[str, Any]:
    try:
        version = open_models(settings).published().version
    except (HiringError, ImportError, OSError) as error:
        return {"what": "model", "ok": False, "finding": str(error)}
    return {
        "what": "model",
        "ok": True,
        "finding": f"{version.id} ({version.card.operating_mode}) in {version.path}",
    }
