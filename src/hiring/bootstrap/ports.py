"""What the adapters must bring, so that there are use cases."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hiring.application.ports.alert_notifier import AlertNotifier
from hiring.application.ports.clock import Clock
from hiring.application.ports.exports import ApplicantsExport, Decoder, Export, Files
from hiring.application.ports.model_archive import ModelArchive, Origins
from hiring.application.ports.models import Trainer
from hiring.application.ports.outcomes import OutcomeSource
from hiring.application.ports.parallel import Parallel
from hiring.application.ports.progress import Progress
from hiring.application.ports.store import Store
from hiring.application.serving.explain import Explainer
from hiring.domain.models import ModelVersion
from hiring.domain.records import ProspectRows, VagaRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything that use cases need from outside. What is heavy to import is called where it is used."""

    store: Store
    models: Callable[[str], ModelArchive]
    """By the name of the profile whose models they are."""
    trainer: Callable[[], Trainer]
    explainer: Callable[[ModelVersion], Explainer]
    origins: Callable[[], Origins]
    record_decoder: Callable[[Sequence[str]], Decoder]
    """Of records of any kind, as far as rules read these paths of them."""
    applicants_file: Callable[[Files], ApplicantsExport]
    prospects_file: Callable[[Files], Export[ProspectRows]]
    vagas_file: Callable[[Files], Export[VagaRows]]
    outcomes_file: Callable[[Path, date], OutcomeSource]
    parallel: Parallel
    clock: Clock
    progress: Progress
    store_elsewhere: Callable[[], AbstractContextManager[Store]] | None = None
    """Opens the same store in another process, where it is called; None: no other can."""
    notifier: AlertNotifier | None = None
    """None: nobody is told of alerts."""
