"""Settings from the environment or `.env`; read once, handed to bootstrap, never passed further in."""

import os
import re
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from hiring.domain.defaults import DEFAULT_MIN_PRECISION, MATURITY
from hiring.domain.errors import InvalidSetting
from hiring.domain.training.partition import is_salt
from hiring.env_file import ENV_FILE, doubtful_names, read_env_file
from hiring.waiting import LOCK_WITHIN_S

MOST_SECONDS: Final = 2_000_000
"""Milliseconds of more are no number to PostgreSQL."""

EXAMPLES: Final = frozenset({"change-me"})
"""Passwords that a file of ours has shown."""

_A_SALT: Final = "1 to 128 printable ASCII characters, no space at either end"


def _salt(text: str) -> str:
    if not is_salt(text):
        raise ValueError(_A_SALT)
    return text


def _file(path: Path) -> Path:
    if path.name in {"", ".."}:
        raise ValueError("it must be the path of a file, such as artifacts/modelo_prec80.joblib")
    return path


_MARK: Final = "whsec_"
_LEAST_SECRET, _MOST_SECRET = 24, 64


def webhook_key(secret: str) -> bytes:
    """The bytes of a webhook's secret, which is written as Standard Webhooks writes it."""
    try:
        key = b64decode(secret.removeprefix(_MARK), validate=True)
    except ValueError:
        key = b""
    if not secret.startswith(_MARK) or not _LEAST_SECRET <= len(key) <= _MOST_SECRET:
        raise ValueError("it must be whsec_ and 24 to 64 random bytes in base64")
    return key


def _webhook_secret(secret: SecretStr) -> SecretStr:
    webhook_key(secret.get_secret_value())
    return secret


def _webhook(address: SecretStr) -> SecretStr:
    """Its path or query may be a secret: it is shown to nobody."""
    url = address.get_secret_value()
    sound = url.isascii() and url.isprintable() and " " not in url
    try:
        parts = urlsplit(url)
        sound = sound and parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # no port, or brackets that are none
        sound = False
    if not sound:
        raise ValueError(
            "it must be an http or https address in ASCII, such as https://alerts.example.com/hiring"
        )
    if "@" in parts.netloc:
        raise ValueError("it must not hold a user or a password: requests are signed")
    return address


_PARALLEL: Final = re.compile(
    r"here|processes:[1-9][0-9]{0,2}|dask://(?:[A-Za-z0-9][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\]):([1-9][0-9]{0,4})"
)
_LAST_PORT: Final = 65_535


def _parallel(place: str) -> str:
    found = _PARALLEL.fullmatch(place)
    if found is None or int(found[1] or 0) > _LAST_PORT:
        raise ValueError("it must be here, processes:N with N from 1 to 999, or dask://HOST:PORT")
    return place


class Settings(BaseModel):
    """Names are those of the environment; `.env.example` lists and explains them."""

    model_config = ConfigDict(frozen=True)

    postgres_user: str | None = None
    postgres_password: SecretStr | None = None
    postgres_host: str | None = None
    postgres_port: Annotated[int, Field(ge=1, le=65_535)] = 5432
    postgres_db: str | None = None
    postgres_schema: str = "public"
    model_artifact: Annotated[Path, AfterValidator(_file)] = Path("artifacts/modelo_prec80.joblib")
    model_artifact_vaga: Annotated[Path, AfterValidator(_file)] | None = None
    min_precisao: Annotated[float, Field(gt=0.0, lt=1.0)] = DEFAULT_MIN_PRECISION
    hiring_storage: Literal["files", "postgres"] | None = None
    hiring_home: Path = Path("hiring-data")
    hiring_lock_timeout_s: Annotated[float, Field(gt=0.0, le=MOST_SECONDS)] = LOCK_WITHIN_S
    hiring_missing_features: Literal["null"] | None = None
    hiring_auth: Literal["off", "keys"] | None = None
    hiring_drift_policy: Literal["sequential", "simple"] = "sequential"
    hiring_maturity_days: Annotated[int, Field(ge=1, le=3650)] = MATURITY.days
    hiring_alert_webhook: Annotated[SecretStr, AfterValidator(_webhook)] | None = None
    hiring_alert_webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    hiring_parallel: Annotated[str, AfterValidator(_parallel)] = "here"
    hiring_train_threads: Annotated[int, Field(ge=1, le=999)] = 1
    hiring_promise: Literal["shown", "not-contradicted"] = "not-contradicted"
    hiring_salt: Annotated[str, AfterValidator(_salt)] | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _is_text(cls, value: object) -> object:
        """Any of them may come to stand in a table, a log or a connection."""
        if isinstance(value, str):
            try:
                value.encode()
            except UnicodeEncodeError:
                raise ValueError("it is not UTF-8") from None
        return value

    @property
    def artifact_vaga(self) -> Path:
        """Where models that read vagas serve: unless set, beside MODEL_ARTIFACT, named `<its name>_vaga`."""
        other = self.model_artifact
        return self.model_artifact_vaga or other.with_name(f"{other.stem}_vaga{other.suffix}")

    @property
    def storage(self) -> Literal["files", "postgres"]:
        """Where tables and logs are kept: postgres if its host is named, else the embedded default."""
        return self.hiring_storage or ("postgres" if self.postgres_host else "files")


def load_settings() -> Settings:
    """The settings of this process.

    Raises:
        InvalidSetting: Names every setting that cannot be used, and none of the values.
    """
    if any(name.upper() == "HIRING_SALT" and not value for name, value in os.environ.items()):
        # elsewhere empty means unset; here a variable that was meant to hold the salt would be drawn anew
        raise InvalidSetting(f"HIRING_SALT is empty: give it {_A_SALT}, or do not set it")
    try:
        settings = Settings.model_validate(_given())
    except ValidationError as error:
        faults = (
            f"{str(fault['loc'][0]).upper()}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors(include_input=False)
        )
        raise InvalidSetting("; ".join(faults)) from None
    password = settings.postgres_password
    if settings.storage == "postgres" and password and password.get_secret_value() in EXAMPLES:
        raise InvalidSetting("POSTGRES_PASSWORD is a published example: choose another")
    if _place(settings.model_artifact) == _place(settings.artifact_vaga):
        raise InvalidSetting(
            "MODEL_ARTIFACT and MODEL_ARTIFACT_VAGA: the files of one would replace those of the other: give "
            "them names that differ in more than their ending"
        )
    if settings.hiring_alert_webhook is not None and settings.hiring_alert_webhook_secret is None:
        raise InvalidSetting("HIRING_ALERT_WEBHOOK_SECRET is not set: it signs requests to the webhook")
    return settings


def _given() -> dict[str, str]:
    """What the environment says, and where it says nothing `.env`; empty is not said."""
    names = Settings.model_fields
    environment = {name.lower(): value for name, value in os.environ.items()}
    sources = (read_env_file(ENV_FILE, names), environment)
    return {name: value for source in sources for name, value in source.items() if value and name in names}


def _place(artifact: Path) -> str:
    """The same for all whose files beside them have the same names."""
    return os.path.realpath(artifact.parent / artifact.stem)


def doubts(environment: Mapping[str, str]) -> list[str]:
    """What to say of names in an environment that look like settings and are none."""
    return list(doubtful_names(environment, Settings.model_fields))
