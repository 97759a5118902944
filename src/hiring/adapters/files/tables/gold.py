"""The gold table of a files store, joined in this process a range of people at a time."""

from pathlib import Path
from typing import Final

from hiring.adapters.files.errors import port_errors
from hiring.adapters.files.tables.catalog import Catalog
from hiring.adapters.files.tables.layouts import Layout
from hiring.adapters.files.tables.ranges import RowsByRange, bounds_of
from hiring.adapters.files.tables.tables import FileTable
from hiring.application.ports.specs.dataset import LABELS, features_spec, gold_spec
from hiring.application.ports.tables import GoldTable
from hiring.domain.features import Profile
from hiring.domain.gold import GoldCounts, join_gold
from hiring.domain.records import GoldRows, TableName

RANGE: Final = 65_536
"""Labels that are joined at once, about: some 50 MB with their features."""


class FileGoldTable(FileTable[GoldRows], GoldTable):
    """A gold table; labels and features are first put apart by ranges of people, on disk.

    Args:
        range_rows: How many labels a range has, about.
    """

    def __init__(
        self,
        name: TableName,
        profile: Profile,
        *,
        folder: Path,
        catalog: Catalog,
        range_rows: int = RANGE,
    ) -> None:
        super().__init__(name, gold_spec(profile), folder=folder, catalog=catalog)
        self._profile, self._range_rows = profile, range_rows

    def build(self, labels: TableName, features: TableName) -> GoldCounts:
        decided = FileTable(labels, LABELS, folder=self._folder, catalog=self._catalog)
        spec = features_spec(self._profile)
        applicants = FileTable(features, spec, folder=self._folder, catalog=self._catalog)
        bounds = bounds_of(decided.codes("codigo_profissional"), decided.count(), self._range_rows)
        total = GoldCounts(labelled=0, gold=0, superseded=0, applicant_unknown=0)
        with (
            port_errors(self._what),
            RowsByRange(Layout(LABELS), self._folder, bounds) as labels_apart,
            RowsByRange(Layout(spec), self._folder, bounds) as applicants_apart,
        ):
            labels_apart.fill(decided.chunks(RANGE))
            applicants_apart.fill(applicants.chunks(RANGE))
            with self.replacing() as writer:
                for at in range(len(bounds) + 1):
                    found, people = labels_apart.whole_range(at), applicants_apart.of_range(at)
                    rows, counts = join_gold(found, people, len(self._profile.features))
                    writer.write(rows)
                    total += counts
                total.require_rows(labels)
        return total
