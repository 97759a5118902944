"""A folder of features as Parquet files, `part-00000.parquet` and so on."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hiring.adapters.files.errors import port_errors
from hiring.adapters.files.private import OURS_ALONE
from hiring.adapters.files.tables.arrays import array_of_ints, ints_of
from hiring.adapters.files.tables.layouts import Layout
from hiring.application.dataset.in_parts.by_name import SentByName
from hiring.application.ports.feature_folder import FeatureDraft, FeatureFolder
from hiring.application.ports.specs.dataset import features_spec
from hiring.domain.errors import TargetExists
from hiring.domain.features import Profile
from hiring.domain.records import FeatureRows, Ints
from hiring.unfinished import draft_folder, replaced_file, sync_folder

_ROW_GROUP: Final = 65_536


class ParquetFolder(FeatureFolder):
    """Where it is to be. A process that is killed leaves a folder `.NAME.*.partial`; the next one sweeps it.

    Args:
        target: The folder, which is not there yet.
        profile: Whose features it is to hold.
    """

    def __init__(self, target: Path, profile: Profile) -> None:
        self._target, self._profile = target.absolute(), profile

    @contextmanager
    def making(self) -> Iterator[FeatureDraft]:
        if self._target.exists() or self._target.is_symlink():
            raise TargetExists(str(self._target))
        with ExitStack() as drafts:
            with port_errors(f"the folder {self._target}"):
                self._target.parent.mkdir(parents=True, exist_ok=True)
                folder = drafts.enter_context(draft_folder(self._target, mode=OURS_ALONE))
            yield ParquetDraft(folder=folder, target=self._target, profile=SentByName(self._profile))


@dataclass(frozen=True, slots=True, kw_only=True)
class ParquetDraft(FeatureDraft):
    """The folder while it is written."""

    folder: Path
    target: Path
    profile: SentByName

    @contextmanager
    def writing(self, name: str) -> Iterator[Callable[[FeatureRows], None]]:
        layout = Layout(features_spec(self.profile.profile))
        with (
            port_errors(f"the folder {self.target}"),
            replaced_file(self._file(name)) as file,
            pq.ParquetWriter(file, layout.schema, compression="zstd", write_page_checksum=True) as parquet,
        ):

            def write(rows: FeatureRows) -> None:
                for table in layout.encode(rows, _ROW_GROUP):
                    parquet.write_table(table)

            yield write

    def keep_only(self, name: str, codes: Ints) -> None:
        with port_errors(f"the folder {self.target}"):
            table = pq.read_table(self._file(name))
            (people,) = table.select(["codigo_profissional"]).columns
            kept = np.flatnonzero(np.isin(ints_of(people.combine_chunks()), codes))
            with replaced_file(self._file(name)) as file:
                pq.write_table(table.take(array_of_ints(kept, pa.int64())), file, compression="zstd")

    def finish(self, names: Sequence[str]) -> None:
        with port_errors(f"the folder {self.target}"):
            wanted = {self._file(name) for name in names}
            for left in set(self.folder.iterdir()) - wanted:  # of a part that was joined with the one before
                left.unlink()
            for number, name in enumerate(names):
                self._file(name).rename(self.folder / f"part-{number:05}.parquet")
            sync_folder(self.folder)
            if self.target.exists():  # somebody else's, made meanwhile
                raise TargetExists(str(self.target))
            self.folder.rename(self.target)
            sync_folder(self.target.parent)

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"
