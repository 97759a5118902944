"""The page of monitoring: the figures of its JSON, small, silent, and true in every state."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from html import escape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from hiring.adapters.reports.monitoring.page import PORTUGUESE, HtmlMonitor, page_of
from hiring.adapters.reports.texts import Language
from hiring.application.monitoring.overview.monitor_view import MonitorView
from hiring.domain.decisions import Alert
from hiring.domain.errors import StoreUnavailable
from hiring.domain.monitoring.alerts import PROMISE, AlertEvent, AlertStatus
from tests.unit.adapters.reports.test_page import Parsed, numbers
from tests.unit.application.monitored import (
    LAST,
    NOW,
    OLD,
    PATH,
    Monitored,
    a_year,
    days_up_to,
    some_days,
)

LANGUAGES: tuple[Language, ...] = ("en", "pt")
TEMPLATES = Path(PORTUGUESE).parent
TEXT = re.compile(r't(?:\.plain)?\("([^"]*)"')
MOST_BYTES = 300_000
State = Callable[[], MonitorView]

languages = pytest.mark.parametrize("language", LANGUAGES)


@cache
def full() -> MonitorView:
    """Two versions over a year, with two alerts."""
    return a_year().view()


def a_quiet_world(count: int = 45, *, known: int = 40, hired: int = 34) -> Monitored:
    world = Monitored()
    rates = world.record_baseline()
    world.deploy(OLD, datetime(2025, 6, 2, tzinfo=UTC))
    world.check(some_days(OLD, days_up_to(LAST, count), volume=60, moved={}, since=LAST, seed=5), rates)
    world.judge(OLD, known=known, hired=hired)
    return world


@cache
def quiet() -> MonitorView:
    return a_quiet_world().view()


def alert(number: int = 0, *, rule: str = "sequential", feature: str = "tem_linkedin") -> Alert:
    day = datetime.combine(LAST, datetime.min.time(), UTC) - timedelta(days=number)
    return Alert(
        created_at=day,
        window_start=day - timedelta(days=3),
        window_end=day,
        model_path=PATH,
        feature=feature,
        rule=rule,
        base=0.8,
        now=0.5,
        change=-0.3,
    )


@cache
def nothing() -> MonitorView:
    return Monitored().view()


@cache
def baseline_alone() -> MonitorView:
    world = Monitored()
    world.record_baseline()
    return world.view()


@cache
def one_day() -> MonitorView:
    return a_quiet_world(1).view()


@cache
def no_outcomes() -> MonitorView:
    return a_quiet_world(known=0, hired=0).view()


@cache
def twenty_alerts() -> MonitorView:
    world = a_quiet_world()
    names = [name for name in world.store.monitor_days.all()[-1].counts if ":" not in name][:20]
    world.store.alerts.append([alert(number, feature=name) for number, name in enumerate(names)])
    return world.view()


@cache
def broken_promise() -> MonitorView:
    world = a_quiet_world(known=40, hired=18)
    world.store.alerts.append([alert(rule=PROMISE, feature="precision")])
    return world.view()


@cache
def of_another_profile() -> MonitorView:
    """What was learnt of an unknown profile, and a baseline that is gone."""
    world = a_quiet_world()
    days = [
        replace(day, profile="another", baseline_at=NOW, model_version="v9")
        for day in world.store.monitor_days.all()
    ]
    other = Monitored(now=NOW, profile="another")
    other.store.monitor_days.append(days)
    return other.view()


STATES = [
    full,
    quiet,
    nothing,
    baseline_alone,
    one_day,
    no_outcomes,
    twenty_alerts,
    broken_promise,
    of_another_profile,
]
states = pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)


def words(view: MonitorView, language: Language = "en") -> str:
    return Parsed(page_of(view, language)).words


@cache
def page_in(state: State, language: Language = "en", *, served: bool = False) -> str:
    return page_of(state(), language, served=served)


@cache
def words_in(state: State, language: Language = "en") -> str:
    return Parsed(page_in(state, language)).words


@states
@languages
def test_every_figure_on_the_page_is_one_of_the_json(state: State, language: Language) -> None:
    told = json.loads(json.dumps(state().to_json()))
    known = set(numbers(told))

    shown = [float(value) for value in re.findall(r'<data value="([^"]+)">', page_in(state, language))]

    assert set(shown) <= known


@languages
def test_the_table_of_the_charts_has_each_of_their_days(language: Language) -> None:
    table = re.findall(r"<tr><th scope=\"row\">([^<]*)<td>(.*)", page_in(full, language))
    (approved,) = [at for at, line in enumerate(full().timeline.lines) if line == "approved"]
    decimal = (lambda text: text.replace(".", "").replace(",", ".")) if language == "pt" else str
    points = full().timeline.points[::-1]
    rows = [
        cells.split("<td>")
        for _, cells in table
        if len(cells.split("<td>")) == 3 + len(full().timeline.lines)
    ]

    assert len(rows) == len(points)
    for cells, point in zip(rows, points, strict=True):
        assert int(cells[1]) == point.answers
        assert decimal(cells[2]) == f"{point.mean_score:.3f}"
        share = decimal(cells[3 + approved]).rstrip("%\N{NO-BREAK SPACE}")
        assert share == f"{100 * (point.lines['approved'].rate or 0):.1f}"


@languages
def test_a_year_of_two_versions_is_a_small_page(language: Language) -> None:
    view = full()
    assert len(view.timeline.points) == 2 * 365
    assert sum(len(feature.indicators) for feature in view.features) > 100

    assert len(page_in(full, language, served=True).encode()) <= MOST_BYTES


@states
@languages
def test_it_has_no_script_and_asks_for_nothing(state: State, language: Language) -> None:
    page = page_in(state, language, served=True)
    parsed = Parsed(re.sub(r"<(/?)(tr|td|th|thead|tbody)\b[^>]*>", "", page))

    assert not parsed.faults
    assert "://" not in page
    assert not {"script", "link", "img", "iframe", "object", "image"} & {tag for tag, _ in parsed.tags}
    assert not [name for _, attributes in parsed.tags for name in attributes if name.startswith("on")]
    assert not list(parsed.having("style"))
    assert {address.partition("?")[0] for address in parsed.having("href")} <= {"monitor", "monitor.json"}


@languages
def test_as_a_file_it_leads_nowhere(language: Language) -> None:
    assert not list(Parsed(page_in(quiet, language)).having("href"))


@states
def test_every_picture_says_what_it_shows(state: State) -> None:
    page = page_in(state)
    names = re.findall(r' id="([^"]+)"', page)
    assert len(names) == len(set(names))
    for labels in re.findall(r'role="img"[^>]* aria-labelledby="([^"]+)"', page):
        assert set(labels.split()) <= set(names)
    for picture in re.findall(r"<svg class=\"(?:chart|bars)\".*?</figure>", page, re.DOTALL):
        assert "<title" in picture
        assert "<desc" in picture


@pytest.mark.parametrize("state", [full, one_day], ids=["full", "one_day"])
def test_its_paths_are_seen_and_lie_within_the_field(state: State) -> None:
    fields = re.findall(r'<svg y="13%".*?\n</svg>', page_in(state), re.DOTALL)
    assert len(fields) == 4
    for drawn in fields:
        field = ET.fromstring(drawn)  # noqa: S314  # our own
        assert field.get("viewBox") == "0 0 1000 200"
        for path in field.iter("path"):
            x, y = 0, 0
            for command, values in re.findall(r"([MlhvVz])([-\d ]*)", path.get("d", "")):
                steps = [int(value) for value in re.findall(r"-?\d+", values)]
                if command == "M":
                    x, y = steps
                for dx, dy in zip(steps[::2], steps[1::2], strict=True) if command == "l" else ():
                    x, y = x + dx, y + dy
                    assert (0 <= x <= 1000, 0 <= y <= 200) == (True, True)
            if path.get("class", "").startswith("line"):
                assert re.search(r"l[1-9]", path.get("d", ""))


def test_portuguese_says_all_that_english_says_and_nothing_else() -> None:
    said = {text for file in TEMPLATES.glob("*.html") for text in TEXT.findall(file.read_text("utf-8"))}
    known = json.loads(PORTUGUESE.read_text("utf-8"))

    assert set(known) == said
    braces = re.compile(r"\{\w+\}|</?\w+>")
    assert [
        text for text, other in known.items() if sorted(braces.findall(text)) != sorted(braces.findall(other))
    ] == []


@pytest.mark.parametrize(
    ("state", "english", "portuguese"),
    [
        (nothing, "Nothing is watched yet: no baseline", "nenhuma linha de base foi gravada"),
        (nothing, "hiring-cli monitor baseline", "hiring-cli monitor baseline"),
        (baseline_alone, "no day has been checked yet", "nenhum dia foi verificado ainda"),
        (baseline_alone, "hiring-cli monitor daily", "hiring-cli monitor daily"),
        (one_day, "Quiet: nothing moved on the day", "nada mudou no último dia"),
        (quiet, "All quiet for 45 days.", "Tudo tranquilo há 45 dias."),
        (quiet, "No. Nothing has moved in 45 days", "Não. Nada mudou em 45 dias"),
        (no_outcomes, "no outcome is known yet", "ainda não se conhece nenhum resultado"),
        (no_outcomes, "Nobody can say yet.", "Ainda não dá para dizer."),
        (full, "2 alerts are open", "2 alertas em aberto"),
        (full, "“Stated pay (BRL a month): unknown” rose from 41%", "sem informação” subiu de 41 % para"),
        (full, "Look first.", "Investigue primeiro."),
        (twenty_alerts, "20 alerts are open", "20 alertas em aberto"),
        (broken_promise, "“Precision of the approved” fell", "“Precisão dos aprovados” caiu"),
        (broken_promise, "Yes. The promise is broken", "Sim. A promessa foi quebrada"),
        (of_another_profile, "hiring-cli monitor baseline --profile another records another", "grava outra"),
    ],
)
def test_each_state_says_what_is_so_and_what_comes_next(state: State, english: str, portuguese: str) -> None:
    assert english in words_in(state)
    assert portuguese in words_in(state, "pt")


@states
@pytest.mark.parametrize("language", ["en", "pt"])
def test_commands_are_those_of_the_profile(state: State, language: Language) -> None:
    commands = [
        re.findall(r"<code>hiring-cli monitor (?:baseline|daily)([^<]*)</code>", page_of(view, language))
        for view in (replace(state(), profile=name) for name in ("candidate", "candidate_vaga"))
    ]

    assert set(commands[0]) == {""}
    assert commands[1] == [" --profile candidate_vaga"] * len(commands[0])


def test_a_reason_is_text_whatever_stands_in_it() -> None:
    world = a_quiet_world()
    world.store.alerts.append([alert()])
    (opened,) = world.view().alerts
    reason = "<script>alert(1)</script><b>" + "muito longo " * 400
    world.store.alert_events.append(
        [AlertEvent(at=NOW, alert=opened.id, status=AlertStatus.ACKNOWLEDGED, actor="<i>ana", reason=reason)]
    )

    page = page_of(world.view())

    assert "<script>alert" not in page
    assert f"{escape(reason[:400])}…" in page
    assert "&lt;i&gt;ana" in page
    assert world.view().to_json()["alerts"][0]["events"][0]["reason"] == reason


def test_of_very_many_alerts_versions_and_events_the_page_has_the_last() -> None:
    world = a_quiet_world()
    world.store.alerts.append([alert(number, feature=f"f{number}") for number in range(200)])
    opened = world.view().alerts[0].id
    world.store.alert_events.append(
        [
            AlertEvent(
                at=NOW, alert=opened, status=AlertStatus.ACKNOWLEDGED, actor="ana", reason=f"no {n}. " * 900
            )
            for n in range(60)
        ]
    )
    for number in range(60):
        world.deploy(f"v{number}", datetime(2026, 11, 1, 0, number, tzinfo=UTC))
    page = page_of(world.view(), served=True)

    assert "There are 176 more" in Parsed(page).words
    assert "v59" in page
    assert "v47 began" not in page
    assert len(page.encode()) <= MOST_BYTES


def test_a_broken_promise_is_not_quiet_because_its_alert_was_closed() -> None:
    world = a_quiet_world(known=40, hired=18)
    world.store.alerts.append([alert(rule=PROMISE, feature="precision")])
    (opened,) = world.view().alerts
    closed = AlertEvent(at=NOW, alert=opened.id, status=AlertStatus.CLOSED, actor="ana", reason="-")
    world.store.alert_events.append([closed])
    world.now = NOW + timedelta(hours=1)

    assert "The promised precision is broken. Train again" in words(world.view())


def test_days_that_nobody_checked_are_told() -> None:
    world = a_quiet_world()
    world.now = NOW + timedelta(days=3)
    assert "Not up to date: the last day checked is 28 Nov 2026. Complete days since then: 3." in words(
        world.view()
    )


def test_thousands_of_days_are_drawn_by_week_before_the_last_year() -> None:
    world = Monitored()
    rates = world.record_baseline()
    days = days_up_to(LAST, 1_500)
    world.check(some_days(OLD, days, volume=8, moved={}, since=date.max, seed=9), rates)
    view = world.view()

    assert len(view.timeline.points) == 365 + len(
        {day - timedelta(days=day.weekday()) for day in days[:-365]}
    )
    assert view.log.days == 1_500
    assert len(page_of(view).encode()) <= MOST_BYTES


def test_a_hundred_and_thirty_features_are_a_small_page_too() -> None:
    view = full()
    flags = [feature for feature in view.features if not feature.bands]
    many = [
        replace(
            feature,
            feature=f"{feature.feature}_{number}",
            indicators=tuple(
                replace(
                    one, label=replace(one.label, indicator=one.label.indicator.replace(":", f"_{number}:"))
                )
                for one in feature.indicators
            ),
        )
        for number in range(3)
        for feature in flags
    ][:130]
    assert len(many) == 130

    assert len(page_of(replace(view, features=tuple(many)), "pt", served=True).encode()) <= MOST_BYTES


def test_the_same_view_gives_the_same_page() -> None:
    assert page_of(full()) == page_of(full())


def test_the_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "new" / "monitor.html"
    address = HtmlMonitor().write(file, quiet(), "pt")

    assert address == file.as_uri()
    assert file.read_text("utf-8") == page_of(quiet(), "pt")
    with pytest.raises(StoreUnavailable, match="cannot be written"):
        HtmlMonitor().write(file / "below", quiet(), "en")
