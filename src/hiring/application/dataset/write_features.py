"""The features of an export's applicants, as a folder of files that the workers write."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hiring.application.dataset.extract_features import DecodingExport, FeaturesOfPart
from hiring.application.dataset.in_parts.by_name import SentByName
from hiring.application.dataset.in_parts.exports import read_in_parts
from hiring.application.ports.exports import ExportChunk
from hiring.application.ports.feature_folder import FeatureDraft, FeatureFolder
from hiring.application.ports.parallel import Parallel
from hiring.application.ports.progress import Progress
from hiring.domain.errors import NothingKept
from hiring.domain.features import Profile
from hiring.domain.records import PersonRows, Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenChunk(ExportChunk[PersonRows]):
    """A part whose features were written.

    Args:
        name: Of its file.
        written: How many rows that has.
    """

    name: str
    written: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteFeatures:
    """Write the features of every sound applicant of an export, in file order, all or nothing."""

    export: DecodingExport
    folder: FeatureFolder
    parallel: Parallel
    profile: Profile
    progress: Progress

    @property
    def source(self) -> str:
        """The export, as faults name it."""
        return self.export.name

    def __call__(self, *, chunk_size: int) -> Iterator[WrittenChunk]:
        """What was written and what was set aside, part by part; the folder is there when all were given.

        Raises:
            ExportFault: The file as a whole is faulty.
            NothingKept: There are no applicants, or all have faults.
            StoreUnavailable, TargetExists: The folder cannot be made.
            PartFailed, WorkersUnavailable, WorkersDiffer: As `Parallel.map` does.
        """
        names: list[str] = []
        reasons: Counter[str] = Counter()
        features = FeaturesOfPart(profile=SentByName(self.profile), chunk_size=chunk_size)
        with self.folder.making() as draft, self.progress.step("features extract") as advance:
            for chunk in read_in_parts(
                self.export, FeaturesWritten(features=features, draft=draft), self.parallel
            ):
                if len(chunk.rows) != chunk.written:
                    draft.keep_only(chunk.name, chunk.rows.codigo_profissional)
                if len(chunk.rows):
                    names.append(chunk.name)
                reasons.update(reject.reason for reject in chunk.rejects)
                yield chunk
                advance(chunk.read)
            if not names:
                raise NothingKept(self.export.name, read=reasons.total(), reasons=reasons)
            draft.finish(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeaturesWritten:
    """What a worker does with a part: it writes its features, and tells whose they are."""

    features: FeaturesOfPart
    draft: FeatureDraft

    def __call__(self, part: DecodingExport) -> Iterator[WrittenChunk]:
        codes = [np.empty(0, np.int64)]
        rejects: list[Reject] = []
        read, spelt = 0, dict[int, str]()
        name = part.mark
        with self.draft.writing(name) as write:
            for chunk in self.features(part):
                write(chunk.rows)
                codes.append(chunk.rows.codigo_profissional)
                rejects += chunk.rejects
                read += chunk.read
                spelt.update(chunk.spelt)
        rows = PersonRows(codigo_profissional=np.concatenate(codes))
        yield WrittenChunk(read=read, rows=rows, rejects=rejects, spelt=spelt, name=name, written=len(rows))
