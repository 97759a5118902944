"""What is said of a model under all splits, for people and for machines."""

from dataclasses import asdict
from typing import Any

from hiring.application.reporting.evaluate_splits import SplitEvaluation, SplitQuality
from hiring.domain.display import count_of
from hiring.domain.features import Profile
from hiring.entrypoints.cli.output.training import figure, percent


def splits_json(found: SplitEvaluation, profile: Profile) -> dict[str, Any]:
    """Everything, for machines."""
    clean = None if profile.clean is None else {"en": profile.clean.en, "pt": profile.clean.pt}
    return {**asdict(found), "clean_stratum": clean}


def splits_lines(found: SplitEvaluation, profile: Profile) -> list[str]:
    """A line a split: how many rows it leaves out, and how the others rank them."""
    lines = ["the same settings, fitted on the other rows; all decided rows count:"]
    lines += [f"  grouped {_line(each)}" for each in found.grouped]
    lines += [f"    {_line(each)}" for each in found.years]
    lines += [f"  out of time, {_line(each)}" for each in (found.later, found.all_later) if each is not None]
    lines += [f"    {_line(each)}" for each in found.windows]
    if profile.clean is not None:
        lines.append(f"  clean stratum ({profile.clean.en}):")
        lines += [f"    {_line(each)}" for each in found.clean]
    return lines


def _line(found: SplitQuality) -> str:
    quality, blind = found.quality, found.without_people
    told = f"{found.split}: {count_of(quality.rows, 'row')}, {percent(quality.hired, quality.rows)} hired: "
    told += f"ROC AUC {figure(quality.roc_auc)}, average precision {figure(quality.average_precision)}"
    if blind is None:
        return told
    return f"{told}; without columns of people {figure(blind.roc_auc)}, {figure(blind.average_precision)}"
