"""`hiring-cli features`: build, extract, rules."""

import gc
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from math import isnan
from pathlib import Path
from typing import BinaryIO

import click
import numpy as np

from hiring.application.dataset.extract_features import ExtractFeatures
from hiring.application.dataset.write_features import WriteFeatures
from hiring.bootstrap.tools import extraction, feature_writing
from hiring.domain.display import count_of
from hiring.domain.errors import RecordsRejected
from hiring.domain.features import CANDIDATE, PROFILES
from hiring.domain.features.kinds import Flag
from hiring.domain.records import FeatureRows, Reject, TableName
from hiring.entrypoints.cli.options.options import EXPORT, chunk_size_option, own_table_option, profile_option
from hiring.entrypoints.cli.options.parallel import jobs_option, parallel_of
from hiring.entrypoints.cli.output.output import counted, emit, json_option, json_text, note
from hiring.entrypoints.cli.output.rejects import print_rejects


@click.group()
def features() -> None:
    """Build, extract or list the features."""


@features.command()
@profile_option
@own_table_option("--from", "source", "Raw table to read.")
@own_table_option("--to", "target", "Feature table to replace.")
@chunk_size_option(1000)
@jobs_option
@json_option
def build(  # one argument an option
    profile: str,
    source: TableName | None,
    target: TableName | None,
    chunk_size: int,
    jobs: int | None,
    *,
    as_json: bool,
) -> None:
    """Replace the feature table with the features of the raw records.

    Those of the profile candidate are about applicants: applicants_raw becomes applicants_feat. Of a profile
    that reads vagas, the vagas' part is a table: vagas_raw becomes vagas_feat, with texts as the rules read
    them. What is about a person and a vaga is computed by `hiring-cli gold build` and with each score.

    \b
    Examples:
      hiring-cli features build
      hiring-cli features build --from applicants_raw --to applicants_feat --chunk-size 5000
      hiring-cli features build --jobs 8
      hiring-cli features build --profile candidate_vaga
    """
    from hiring.bootstrap.use_cases.dataset import Dataset
    from hiring.entrypoints.cli.options.opening import open_hiring

    with open_hiring(Dataset, profile=profile, jobs=jobs) as hiring:
        name, rules = target or hiring.features_table, hiring.profile.rules
        if hiring.profile.reads_vagas:
            rules = hiring.profile.vaga_rules
            count = hiring.build_vaga_features(source or hiring.records_table, name)(chunk_size=chunk_size)
        else:
            count = hiring.build_features(source or hiring.records_table, name)(chunk_size=chunk_size)
        of_vagas, mark = hiring.profile.reads_vagas, hiring.profile.fingerprint()
    result = {"table": name, "vagas" if of_vagas else "applicants": count, "fingerprint": mark}
    counted_as = count_of(count, "vaga" if of_vagas else "applicant")
    emit(result, [f"{name}: {counted_as} with {len(rules)} features"], as_json=as_json)


@features.command()
@click.argument("files", type=EXPORT, nargs=-1, required=True)
@chunk_size_option(512)
@jobs_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write Parquet files (part-00000.parquet, ...) into a new folder instead of printing.",
)
@click.option("--strict", is_flag=True, help="Exit 65 if any record has a fault.")
def extract(
    files: tuple[Path, ...], chunk_size: int, jobs: int | None, out: Path | None, *, strict: bool
) -> None:
    """Print the features of an export's applicants as JSON lines; no storage is read or written.

    Each line has codigo_profissional and all features; an unknown salary is null. Records with faults are
    named on standard error. Several files, or a folder of them, are read as one export. With --out, the same
    rows are written as Parquet by whoever computes them; the folder is there when all is done, or not at all.

    \b
    Examples:
      hiring-cli features extract applicants.json.gz > features.jsonl
      hiring-cli features extract applicants.json | head -1
      hiring-cli features extract applicants.json --jobs 2 > features.jsonl
      hiring-cli features extract applicants.json --out features --jobs 2
      hiring-cli features extract exports/applicants --out features --jobs 2
    """
    written = 0
    reasons: Counter[str] = Counter()
    parallel = parallel_of(jobs)
    step = extraction(files, parallel) if out is None else feature_writing(files, out, parallel)
    with _memory_at_hand():
        for extracted, rejects in _extracted(step, chunk_size):
            written += extracted
            reasons.update(reject.reason for reject in rejects)
            print_rejects(rejects)
    sys.stdout.buffer.flush()
    why = f" ({counted(reasons)})" if reasons else ""
    note(f"read {written + reasons.total():,} = extracted {written:,} + rejected {reasons.total():,}{why}")
    if strict and reasons:
        raise RecordsRejected(step.source, reasons.total())


def _extracted(
    step: ExtractFeatures | WriteFeatures, chunk_size: int
) -> Iterator[tuple[int, Sequence[Reject]]]:
    """How many rows were printed or written, and what was set aside, again and again."""
    if isinstance(step, WriteFeatures):
        for part in step(chunk_size=chunk_size):
            yield len(part.rows), part.rejects
        return
    for chunk in step(chunk_size=chunk_size):
        _write_lines(chunk.rows, sys.stdout.buffer)
        yield len(chunk.rows), chunk.rejects


@contextmanager
def _memory_at_hand() -> Iterator[None]:
    """For a stream of records: the memory of one chunk is used again for the next.

    glibc gives every freed block above a size back to the system, which clears it before it is used again;
    the size grows to that of the largest block ever freed. Records form no cycles: nobody need look for any.
    """
    bytes(_LARGEST_BLOCK)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


_LARGEST_BLOCK = 1 << 24  # bytes, never touched; glibc learns nothing from more than 32 MB

_FLAG, _AMOUNT = b"\1", b"\0"  # where the values stand in a line's pattern
_IS_FLAG = np.array([isinstance(rule.kind, Flag) for rule in CANDIDATE.rules])
_PATTERN = b"".join(
    b',"%b":%b' % (rule.feature.encode("ascii"), _FLAG if flag else _AMOUNT)
    for rule, flag in zip(CANDIDATE.rules, _IS_FLAG, strict=True)
)


def _write_lines(rows: FeatureRows, out: BinaryIO) -> None:
    """Flags have one character each, so that whole columns of them are put in their places at once."""
    columns = [[b'{"codigo_profissional":%d' % code for code in rows.codigo_profissional.tolist()]]
    flags = rows.features[:, _IS_FLAG].astype(np.uint8) + ord("0")
    amounts = iter(rows.features[:, ~_IS_FLAG].T.tolist())
    done = 0
    for piece in _PATTERN.split(_AMOUNT):
        pattern = np.frombuffer(piece, np.uint8)
        places = np.flatnonzero(pattern == ord(_FLAG))
        lines = np.tile(pattern, (len(rows), 1))
        lines[:, places] = flags[:, done : done + len(places)]
        done += len(places)
        columns.append(lines.view(f"S{len(piece)}").ravel().tolist())
        columns.append([b"null" if isnan(amount) else b"%r" % amount for amount in next(amounts, ())])
    columns[-1] = [b"}\n"] * len(rows)
    out.write(b"".join(chain.from_iterable(zip(*columns, strict=True))))


@features.command()
@profile_option
@json_option
def rules(profile: str, *, as_json: bool) -> None:
    """Print the rule table: every feature, what it reads, and how it is computed.

    \b
    Examples:
      hiring-cli features rules
      hiring-cli features rules --profile candidate_vaga --json
    """
    shown = PROFILES[profile]
    table = [
        {
            "feature": rule.feature,
            "reads": list(rule.reads),
            "computed_by": rule.computed_by.text,
            "unit": str(rule.kind),
            "pt": rule.pt,
            "en": rule.en,
        }
        for rule in shown.rules
    ]
    if as_json:
        click.echo(json_text({"fingerprint": shown.fingerprint(), "rules": table}, indent=2))
        return
    width = max(len(rule.feature) for rule in shown.rules)
    for rule in shown.rules:
        click.echo(f"{rule.feature:<{width}}  {rule.kind!s:<9}  {rule.pt} / {rule.en}")
        click.echo(f"{'':<{width}}  {' + '.join(rule.reads)}: {rule.computed_by.text}")
    click.echo(f"fingerprint {shown.fingerprint()}")
