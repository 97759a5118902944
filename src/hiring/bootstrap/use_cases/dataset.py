"""The use cases of the pipeline up to gold, each of the profile that is chosen."""

from collections.abc import Callable
from dataclasses import dataclass

from hiring.application.dataset.build_features import BuildFeatures
from hiring.application.dataset.build_gold import BuildGold
from hiring.application.dataset.build_pair_gold import BuildPairGold
from hiring.application.dataset.build_vaga_features import BuildVagaFeatures
from hiring.application.dataset.in_parts.applicants import ApplicantsInParts
from hiring.application.dataset.in_parts.tables import TableElsewhere, TableInParts
from hiring.application.dataset.ingest import Ingest
from hiring.application.dataset.label_prospects import LabelProspects
from hiring.application.dataset.list_rejects import ListRejects
from hiring.application.ports.exports import Files, R
from hiring.application.ports.specs.dataset import (
    APPLICANTS,
    VAGAS,
    features_spec,
    vaga_features_spec,
)
from hiring.application.ports.store import Store
from hiring.application.ports.tables import Table
from hiring.bootstrap.use_cases.shared import UseCases
from hiring.domain.records import ApplicantRows, ProspectRows, TableName, VagaRows


@dataclass(frozen=True, slots=True)
class Dataset(UseCases):
    """What becomes of exports, each use case ready to be called."""

    def ingest_applicants(self, file: Files, table: TableName) -> Ingest[ApplicantRows]:
        ports = self.ports
        export = ApplicantsInParts(export=ports.applicants_file(file), parallel=ports.parallel)
        return Ingest(export=export, table=ports.store.applicants(table), progress=ports.progress)

    def ingest_prospects(self, file: Files, table: TableName) -> Ingest[ProspectRows]:
        ports = self.ports
        return Ingest(
            export=ports.prospects_file(file), table=ports.store.prospects(table), progress=ports.progress
        )

    def ingest_vagas(self, file: Files, table: TableName) -> Ingest[VagaRows]:
        ports = self.ports
        return Ingest(export=ports.vagas_file(file), table=ports.store.vagas(table), progress=ports.progress)

    def list_rejects(self, table: TableName) -> ListRejects:
        return ListRejects(table=self.ports.store.applicants(table))

    def build_features(self, source: TableName, target: TableName) -> BuildFeatures:
        ports = self.ports
        return BuildFeatures(
            applicants=self._in_parts(Store.applicants, source),
            features=ports.store.features(target, self.profile),
            decoder=ports.record_decoder([path for rule in self.profile.rules for path in rule.reads]),
            profile=self.profile,
            progress=ports.progress,
        )

    def build_vaga_features(self, source: TableName, target: TableName) -> BuildVagaFeatures:
        """Of a profile that reads vagas."""
        ports, rules = self.ports, self.profile.vaga_rules
        return BuildVagaFeatures(
            vagas=self._in_parts(Store.vagas, source),
            features=ports.store.vaga_features(target, self.profile),
            decoder=ports.record_decoder([path for rule in rules for path in rule.reads]),
            profile=self.profile,
            progress=ports.progress,
        )

    def _in_parts(self, kind: Callable[[Store, TableName], Table[R]], name: TableName) -> TableInParts[R]:
        store, elsewhere = self.ports.store, self.ports.store_elsewhere
        table = (
            None
            if elsewhere is None
            else TableElsewhere(store=elsewhere, identity=store.identity, kind=kind, name=name)
        )
        return TableInParts(table=kind(store, name), parallel=self.ports.parallel, elsewhere=table)

    def label_prospects(self, source: TableName, target: TableName) -> LabelProspects:
        store, progress = self.ports.store, self.ports.progress
        return LabelProspects(
            prospects=store.prospects(source), labels=store.labels(target), progress=progress
        )

    @property
    def records_table(self) -> TableName:
        """Of the records that the features of that table are computed of, where none is named."""
        return VAGAS.name if self.profile.reads_vagas else APPLICANTS.name

    @property
    def features_table(self) -> TableName:
        """The profile's own of people, or of vagas if it reads them, where none is named."""
        spec = vaga_features_spec(self.profile) if self.profile.reads_vagas else features_spec(self.profile)
        return spec.name

    def build_gold(self, target: TableName) -> BuildGold:
        """Of a profile that reads people alone: the store joins labels and features."""
        return BuildGold(gold=self.ports.store.gold(target, self.profile), progress=self.ports.progress)

    def build_pair_gold(
        self, labels: TableName, applicants: TableName, vagas: TableName, target: TableName
    ) -> BuildPairGold:
        """Of any profile: features are computed from the records."""
        ports, store = self.ports, self.ports.store
        return BuildPairGold(
            labels=store.labels(labels),
            applicants=store.applicants(applicants),
            vagas=store.vagas(vagas),
            gold=store.gold(target, self.profile),
            decoder=ports.record_decoder,
        )
