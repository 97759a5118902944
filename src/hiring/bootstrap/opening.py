"""The real adapters that the settings name: opened here, and closed again.

A group of use cases is given by its class. What it does not call is not imported: a command that builds a
table needs no adapter of models, exports or pages.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from hiring.application.ports.alert_notifier import AlertNotifier
from hiring.application.ports.clock import Clock
from hiring.application.ports.exports import ApplicantsExport, Decoder, Export, Files
from hiring.application.ports.model_archive import ModelArchive, Origins
from hiring.application.ports.models import Trainer
from hiring.application.ports.outcomes import OutcomeSource
from hiring.application.ports.progress import Progress
from hiring.application.serving.explain import Explainer
from hiring.bootstrap.parallel import open_parallel
from hiring.bootstrap.ports import Ports
from hiring.bootstrap.stores import open_store, store_elsewhere
from hiring.bootstrap.use_cases.shared import UseCases
from hiring.domain.features import PROFILES
from hiring.domain.models import ModelVersion
from hiring.domain.monitoring.alerts import Policy
from hiring.domain.records import ProspectRows, VagaRows
from hiring.settings import Settings, webhook_key

U = TypeVar("U", bound=UseCases)


@contextmanager
def opened(
    group: type[U], settings: Settings, progress: Progress | None = None, *, salt: str | None = None
) -> Iterator[U]:
    """Use cases over the real adapters that the settings name; everything is closed behind them.

    Args:
        group: Which.
        settings: Of this process.
        progress: Watches long steps; None: nobody does.
        salt: For a store that is made now, instead of the settings'.

    Raises:
        StoreUnavailable: The store that the settings name cannot be opened.
    """
    from hiring.adapters.memory.clocks import SYSTEM_CLOCK
    from hiring.adapters.memory.progress import SilentProgress

    store = open_store(settings, salt=salt)
    try:
        yield group(
            Ports(
                store=store,
                models=partial(_models, settings),
                trainer=partial(_trainer, settings.hiring_train_threads),
                explainer=_explainer,
                origins=_origins,
                record_decoder=_record_decoder,
                applicants_file=_applicants_file,
                prospects_file=_prospects_file,
                vagas_file=_vagas_file,
                outcomes_file=_outcomes_file,
                parallel=open_parallel(settings.hiring_parallel),
                store_elsewhere=store_elsewhere(settings),
                clock=SYSTEM_CLOCK,
                progress=progress or SilentProgress(),
                notifier=_notifier(settings, SYSTEM_CLOCK),
            ),
            policy=Policy(settings.hiring_drift_policy),
            maturity=timedelta(days=settings.hiring_maturity_days),
        )
    finally:
        store.close()


def _notifier(settings: Settings, clock: Clock) -> AlertNotifier | None:
    """Who is told of alerts, if the settings name somebody."""
    url, key = settings.hiring_alert_webhook, settings.hiring_alert_webhook_secret
    if url is None or key is None:
        return None
    from hiring.adapters.webhook.notifier import WebhookNotifier

    return WebhookNotifier(url=url.get_secret_value(), key=webhook_key(key.get_secret_value()), clock=clock)


def _trainer(threads: int) -> Trainer:
    from hiring.adapters.learning.fitting.sent_trainer import libraries, make_trainer

    return make_trainer(threads, None, libraries())


def _explainer(version: ModelVersion) -> Explainer:
    from hiring.adapters.learning.contributions import explainer_of

    return explainer_of(version)


def _models(settings: Settings, profile: str) -> ModelArchive:
    from hiring.bootstrap.models import open_models

    return open_models(settings, PROFILES[profile])


def _origins() -> Origins:
    from hiring.adapters.learning.artifact.origins import FileOrigins

    return FileOrigins()


def _record_decoder(paths: Sequence[str]) -> Decoder:
    from hiring.adapters.exports.decoding import RecordDecoder

    return RecordDecoder(paths)


def _applicants_file(files: Files) -> ApplicantsExport:
    from hiring.adapters.exports.applicants import ApplicantsFile

    return ApplicantsFile(files)


def _prospects_file(files: Files) -> Export[ProspectRows]:
    from hiring.adapters.exports.prospects import ProspectsFile

    return ProspectsFile(files)


def _vagas_file(files: Files) -> Export[VagaRows]:
    from hiring.adapters.exports.vagas import VagasFile

    return VagasFile(files)


def _outcomes_file(file: Path, today: date) -> OutcomeSource:
    from hiring.adapters.exports.outcomes import OutcomesFile

    return OutcomesFile(file, today)
