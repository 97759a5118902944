"""A model's report as one HTML file: no script, no network, and a policy in it that says so."""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from hiring.adapters.reports import feature_plots, score_plots
from hiring.adapters.reports.files import replaced
from hiring.adapters.reports.numbers import filters
from hiring.adapters.reports.texts import Language, Texts
from hiring.application.reporting.describe_model import Report
from hiring.application.reporting.report_model import ReportPage
from hiring.domain.contract import NEVER_FEATURES
from hiring.domain.evaluation.group_outcomes import FEWEST
from hiring.domain.evaluation.ordering import FEWEST_LATER
from hiring.domain.labeling import outcome_of
from hiring.domain.training.partition import NAMED_SHARES
from hiring.domain.training.threshold import Certified
from hiring.domain.training.units import Unit

_TEMPLATES: Final = Path(__file__).with_name("templates")
_STANDINGS: Final = {
    "certified": "certified",
    "manual": "not certified, chosen by hand",
    "uncertified": "not certified, approves nobody",
}
_THRESHOLDS: Final = {"half": "at 0.5", "model": "the model’s own", "naive": "naive"}
_USES: Final = {
    "fit": "the trees learn from them",
    "calibrate": "scores become probabilities by them",
    "threshold": "they say whether a threshold keeps the promise",
    "test": "they judge, and are used for nothing else",
}
_MEASURES: Final = {"roc_auc": "ROC AUC", "average_precision": "average precision", "brier": "Brier score"}


class HtmlReport(ReportPage):
    """One file, replaced as a whole; its folder is made where there is none."""

    def __init__(self, file: Path, language: Language = "en") -> None:
        self._file = file.resolve()
        self._language: Language = language

    def write(self, report: Report) -> str:
        replaced(self._file, page_of(report, self._language).encode())
        return self._file.as_uri()


def page_of(report: Report, language: Language = "en") -> str:
    """The page; the same report gives the same text."""
    of_vagas = report.training.unit is Unit.VAGA
    texts = Texts(language, of_vagas=of_vagas)
    style = _TEMPLATES.joinpath("report.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    verdict = report.verdict
    return (
        _environment(texts)
        .get_template("model.html")
        .render(
            report=report,
            style=Markup(style),  # noqa: S704  # our own file
            style_hash=digest,
            standing=_STANDINGS[report.standing],
            evidence=verdict.evidence if isinstance(verdict, Certified) else verdict.best,
            withdrawn=_withdrawn(report),
            certified_in_training=isinstance(verdict, Certified),
            plots=_plots(report, texts),
            features=list(zip(report.rules, report.effects, strict=True)),
            fewest=FEWEST,
            fewest_later=FEWEST_LATER,
            of_vagas=of_vagas,
            labels={status: outcome_of(status)[0].value for status in report.gold.statuses},
            naive=any(at.name == "naive" for at in report.evaluation.judgement.thresholds),
            names=_THRESHOLDS,
            uses=_USES,
            shares=NAMED_SHARES,
            measures=_MEASURES,
            never=sorted(NEVER_FEATURES),
            portuguese=language == "pt",
            html_lang="pt-BR" if language == "pt" else language,
            name_of=lambda rule: getattr(rule, language),
        )
    )


def _withdrawn(report: Report) -> bool:
    """Whether the threshold passed the test, and later people took the certificate away."""
    in_time = report.training.in_time
    return in_time is not None and in_time.precision.withdrawn is not None


def _plots(report: Report, texts: Texts) -> Mapping[str, Markup | None]:
    return {
        "precision_recall": score_plots.precision_recall(report, texts),
        "reliability": score_plots.reliability(report, texts),
        "histogram": score_plots.histogram(report, texts),
        "years": score_plots.years(report, texts),
        "gain": feature_plots.gain(report, texts),
        "effects": feature_plots.effects(report, texts),
    }


def _environment(texts: Texts) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters(texts.language))
    environment.globals["t"] = texts
    return environment
