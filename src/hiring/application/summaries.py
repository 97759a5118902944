"""Domain values as the JSON that cards, reports and `--json` show."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict

import numpy as np

from hiring.domain.models import JsonValue
from hiring.domain.partition import Part
from hiring.domain.quality import Confusion, Quality
from hiring.domain.records import GoldRows, Ints
from hiring.domain.threshold import Certified, Uncertified


def certificate_json(verdict: Certified | Uncertified) -> dict[str, JsonValue]:
    """Whether the promise is certified, and the evidence: of the threshold chosen, or of the best found."""
    evidence = verdict.evidence if isinstance(verdict, Certified) else verdict.best
    return {
        "certified": isinstance(verdict, Certified),
        "min_precision": verdict.min_precision,
        "confidence": verdict.confidence,
        "people": verdict.people,
        "evidence": None if evidence is None else asdict(evidence),
    }


def quality_json(quality: Quality) -> dict[str, JsonValue]:
    """All measures of a quality."""
    return asdict(quality)


def confusion_json(confusion: Confusion) -> dict[str, JsonValue]:
    """Counts and the shares made of them."""
    shares: Mapping[str, JsonValue] = {
        "precision": confusion.precision,
        "recall": confusion.recall,
        "accuracy": confusion.accuracy,
        "f1": confusion.f1,
    }
    return {**asdict(confusion), **shares}


def part_counts(rows: GoldRows, parts: Ints) -> dict[str, JsonValue]:
    """Rows, people and hired rows of each part."""
    return {part.name.lower(): _counts(rows, parts, part) for part in Part}


def _counts(rows: GoldRows, parts: Ints, part: Part) -> dict[str, JsonValue]:
    here = parts == part
    return {
        "rows": int(here.sum()),
        "people": len(np.unique(rows.codigo_profissional[here])),
        "hired": int(rows.target[here].sum()),
    }


def fingerprint_of(rows: GoldRows) -> str:
    """SHA-256 of the columns that training reads, in their order: equal data, equal fingerprint."""
    digest = hashlib.sha256()
    for column in (rows.codigo_profissional, rows.vaga_codigo, rows.features, rows.target):
        digest.update(np.ascontiguousarray(column).tobytes())
    return digest.hexdigest()
