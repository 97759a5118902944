"""`hiring-cli monitor report`: what monitoring knows, as lines, as JSON or as a page."""

from pathlib import Path

import click

from hiring.application.monitoring.overview.monitor_view import MonitorView
from hiring.bootstrap.pages import monitor_page
from hiring.bootstrap.use_cases.monitoring import Monitoring
from hiring.domain.display import count_of
from hiring.domain.monitoring.alerts import AlertStatus
from hiring.domain.monitoring.retraining import Retraining, RetrainingAnswer
from hiring.entrypoints.advice import profile_words
from hiring.entrypoints.cli.options.locale import language_here
from hiring.entrypoints.cli.options.opening import open_hiring
from hiring.entrypoints.cli.options.options import profile_option
from hiring.entrypoints.cli.output.output import emit, json_option

_MOST_ALERTS = 10


@click.command("report")
@click.option(
    "--html", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the page."
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["pt", "en"]),
    help="Language of the page; default: Portuguese if the locale is, else English.",
)
@profile_option
@json_option
def monitor_report(profile: str, file: Path | None, language: str | None, *, as_json: bool) -> None:
    """Say what has moved, since when, and whether to retrain; --html FILE writes the page of /monitor.

    It reads what `monitor daily` stored, and never the audit log. The page has no script and needs no
    network. With --json, all figures of the page are printed.

    \b
    Examples:
      hiring-cli monitor report
      hiring-cli monitor report --html monitor.html --lang pt
      hiring-cli monitor report --json
    """
    with open_hiring(Monitoring, profile=profile) as hiring:
        if file is None:
            view, address = hiring.describe_monitor()(), None
        else:
            view, address = hiring.show_monitor(monitor_page).to_file(file, language or language_here())
    lines = [*report_lines(view), *([address] if address else [])]
    emit({**view.to_json(), "page": address}, lines, as_json=as_json)


def report_lines(view: MonitorView) -> list[str]:
    """The page's first sentence and its answer, for people."""
    lines = [_headline(view)]
    lines += [
        f"  {alert.id}  {alert.status.value}  since {alert.since}  {alert.label.indicator}"
        f"{_moved(alert.base, alert.now)}"
        for alert in view.alerts[:_MOST_ALERTS]
    ]
    if len(view.alerts) > _MOST_ALERTS:
        lines.append(f"  and {count_of(len(view.alerts) - _MOST_ALERTS, 'other')}")
    if view.log.days_late:
        lines.append(
            f"not up to date: {count_of(view.log.days_late, 'complete day')} since {view.log.last_day}"
        )
    if (found := view.sensitivity) is not None:
        within = "not within a year" if found.days is None else f"in about {count_of(found.days, 'day')}"
        lines.append(f"at {found.rows_a_day:,.0f} answers a day, a change of 12 points is found {within}")
    return [*lines, f"retrain? {_answer(view.retraining)}"]


def _headline(view: MonitorView) -> str:
    if not view.log.days:
        step = "daily" if view.baselines else "baseline"
        return f"no day has been checked yet; next: hiring-cli monitor {step}{profile_words(view.profile)}"
    if view.quiet is not None:
        return f"quiet for {count_of(view.quiet.days, 'day')}, since {view.quiet.since}"
    called_out = sum(alert.status is not AlertStatus.MUTED for alert in view.alerts)
    return f"{count_of(called_out, 'alert')} open"


def _moved(base: float | None, now: float | None) -> str:
    if base is None or now is None:
        return ""
    return f"  {'rose' if now > base else 'fell'} from {base:.3f} to {now:.3f}"


def _answer(told: Retraining) -> str:
    grounds = told.grounds
    known = f"{grounds.hired:,} of {count_of(grounds.outcomes, 'outcome')} that count were hirings"
    why = {
        RetrainingAnswer.YES: f"the promise is broken: {known}",
        RetrainingAnswer.LOOK_FIRST: f"{count_of(grounds.open_alerts, 'alert')}; {known}",
        RetrainingAnswer.NO: f"nothing has moved in {count_of(grounds.days, 'day')}; {known}",
        RetrainingAnswer.CANNOT_SAY: f"{count_of(grounds.days, 'day')} checked; {known}",
    }
    return f"{told.answer.value}: {why[told.answer]}"
