"""The page that is filed: whole in itself, the same figures as the JSON, and nobody's data."""

import base64
import hashlib
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import pytest

from hiring.adapters.reports.files import replaced
from hiring.adapters.reports.page import HtmlReport, page_of
from hiring.adapters.reports.texts import OF_VAGAS, PORTUGUESE, Language, Texts
from hiring.application.reporting.describe_model import Report
from hiring.domain.errors import StoreUnavailable
from hiring.domain.evaluation.leakage import FeatureAlone
from hiring.domain.evaluation.ordering import OrdersCandidates
from hiring.domain.features import CANDIDATE
from hiring.domain.training.threshold import Certified
from hiring.entrypoints.cli.models.report import report_json
from tests.unit.application.reported import (
    FIRST_CODE,
    certified,
    contradicted,
    manual,
    of_vagas,
    uncertified,
)

VOID = {"meta", "br"}


@cache
def leaking() -> Report:
    """The certified model, with figures that nobody believes."""
    report = certified()
    alone = FeatureAlone(feature="tem_email", roc_auc=0.91, lower_bound=0.88)
    leakage = replace(report.evaluation.leakage, lower_bound=0.9, features=(alone,))
    return replace(report, evaluation=replace(report.evaluation, leakage=leakage))


KINDS: list[Callable[[], Report]] = [certified, uncertified, contradicted, manual, leaking, of_vagas]


@cache
def page_about(kind: Callable[[], Report], language: Language = "en") -> str:
    return page_of(kind(), language)


pages = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


class Parsed(HTMLParser):
    """A page's tags, whether they close in order, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text += data

    def having(self, attribute: str) -> Iterator[str]:
        return (attributes[attribute] for _, attributes in self.tags if attribute in attributes)

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


def numbers(value: object) -> Iterator[float]:
    """All numbers anywhere in a JSON document."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from numbers(one)
    elif isinstance(value, int | float):
        yield float(value)


@pages
def test_the_page_is_small_and_needs_nothing_from_anywhere(kind: Callable[[], Report]) -> None:
    page = page_about(kind)
    parsed = Parsed(page)
    assert len(page.encode()) < 250_000
    assert "://" not in page
    assert not {"script", "link", "img", "iframe", "object", "image"} & {tag for tag, _ in parsed.tags}
    assert not list(parsed.having("src"))
    assert all(address.startswith("#") for address in parsed.having("href"))
    assert not [name for _, attributes in parsed.tags for name in attributes if name.startswith("on")]


@pages
def test_its_own_policy_lets_in_its_style_sheet_and_nothing_else(kind: Callable[[], Report]) -> None:
    page = page_about(kind)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;" in page.replace("'", "&#39;")
    assert not list(Parsed(page).having("style"))


@pages
def test_every_element_closes_and_every_name_is_there_once(kind: Callable[[], Report]) -> None:
    parsed = Parsed(page_about(kind))
    assert (parsed.open, parsed.faults) == ([], [])
    names = Counter(parsed.having("id"))
    assert max(names.values()) == 1
    wanted = {name for names in parsed.having("aria-labelledby") for name in names.split()}
    wanted |= {address.removeprefix("#") for address in parsed.having("href")}
    assert wanted <= set(names)


@pages
def test_every_plot_says_what_it_is(kind: Callable[[], Report]) -> None:
    page = page_about(kind)
    plots = re.findall(r"<svg .*?</svg>", page, re.DOTALL)
    assert len(plots) == 6
    assert all(
        re.search(r'role="img".*<title [^>]*>[^<]+</title><desc [^>]*>[^<]+</desc>', plot) for plot in plots
    )


@pages
def test_every_figure_of_the_page_is_in_the_json(kind: Callable[[], Report]) -> None:
    document = json.loads(json.dumps(report_json(kind()), allow_nan=False))
    shown = [float(value) for value in Parsed(page_about(kind)).having("value")]
    assert len(shown) > (200 if kind is of_vagas else 400)  # of its seven columns, or of 46
    assert set(shown) <= set(numbers(document))


def test_the_figures_are_written_as_they_are() -> None:
    for value, text in re.findall(r'<data value="([^"]+)">([^<]+)</data>', page_about(certified)):
        read = text.removesuffix("%").strip()
        if "," in read and "." not in read and float(value) < 1:
            read = read.replace(",", ".")  # the Portuguese summary
        read = re.sub(r"(?<=\d)[,.](?=\d{3}$)", "", read) if float(value) >= 1000 else read
        scale = 100 if text.endswith("%") else 1
        assert float(read) == pytest.approx(scale * float(value), abs=0.51 if scale == 100 else 6e-4)


@pages
def test_nobody_is_on_the_page(kind: Callable[[], Report]) -> None:
    page, document = page_about(kind), json.dumps(report_json(kind()))
    of_somebody = str(FIRST_CODE)[:4] + r"\d{4}\b"
    assert re.findall(rf"(?<![\d.a-f]){of_somebody}", page) == []
    assert re.findall(rf"(?<![\d.a-f]){of_somebody}", document) == []


def test_the_same_report_gives_the_same_bytes_whatever_plots_look_like_here() -> None:
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "path"}):
        assert page_of(certified()) == page_about(certified)


def test_a_certified_model_says_what_it_promises_and_on_what_ground() -> None:
    report, words = certified(), Parsed(page_about(certified)).words
    assert "CERTIFIED. Scores of at least" in words
    assert "NOT CERTIFIED" not in words
    assert "Sem certificação" not in words
    evidence = report.verdict.evidence  # type: ignore[union-attr]  # it is certified
    assert f"it selected {evidence.selected:,}, and {evidence.hired:,} of them were hired" in words


def test_an_uncertified_model_says_so_in_both_languages() -> None:
    words = Parsed(page_about(uncertified)).words
    assert "NOT CERTIFIED: nobody is approved." in words
    assert "this data cannot support it" in words
    assert "The best that was found" in words
    assert "Sem certificação" in words
    assert "CERTIFIED. Scores" not in words


def test_a_certificate_that_later_people_took_away_says_so_in_both_languages() -> None:
    report, words = contradicted(), Parsed(page_about(contradicted)).words
    assert "does not let the certificate stand" in words
    assert "this data cannot support it" not in words
    assert "What passed: a threshold of" in words
    found = report.training.in_time.precision.judgement  # type: ignore[union-attr]  # this program trained it
    counts = f"{found.selected:,} people, and {found.hired:,} of them were hired"
    assert f"certified on the past selected {counts}" in words
    assert "precision of at least 0.80 contradicted" in words
    assert "não permite mantê-la" in words
    assert "precisão de pelo menos 0,80 contrariada" in Parsed(page_about(contradicted, "pt")).words


def test_what_the_past_did_not_certify_is_not_yet_shown_and_nothing_rejects_by_an_exclusion() -> None:
    words = Parsed(page_about(certified)).words
    assert "precision of at least 0.80 not yet shown the past certified nothing" in words
    assert "It helps to plan. Nothing rejects a person by it." in words


def test_a_card_from_before_promises_were_held_against_time_has_a_page() -> None:
    report = certified()
    version = report.evaluation.version
    record = replace(version.card.training, in_time=None, exclusion=None)
    older = replace(version, card=replace(version.card, training=record))
    words = Parsed(page_of(replace(report, evaluation=replace(report.evaluation, version=older)))).words
    assert "CERTIFIED. Scores of at least" in words
    assert "Do the promises hold later?" not in words


def test_a_threshold_chosen_by_hand_names_who_and_why_and_cannot_write_on_the_page() -> None:
    page = page_about(manual)
    words = Parsed(page).words
    assert "NOT CERTIFIED: the threshold was chosen by hand." in words
    assert "because ana chose that" in words
    assert "pilot <b>in</b> TI & finance" in words
    assert "<b>" not in page


def test_limits_and_every_feature_in_both_languages_are_there() -> None:
    words = Parsed(page_about(certified)).words
    assert "One person under two codes counts as two" in words
    assert "For people drawn like these." in words
    for rule in CANDIDATE.rules:
        assert rule.en in words
        assert rule.pt in words


def test_what_a_killed_report_left_is_swept_by_the_next_of_its_name(tmp_path: Path) -> None:
    left = tmp_path / ".model.html.0123456789abcdef.tmp"
    others = {"another page": ".other.html.0123456789abcdef.tmp", "no draft": ".model.html.tmp"}
    for name in (left.name, *others.values()):
        (tmp_path / name).write_bytes(b"half a page")
    replaced(tmp_path / "model.html", b"a page")
    assert {path.name for path in tmp_path.iterdir()} == {"model.html", *others.values()}


def test_the_file_is_replaced_whole_and_its_folder_made(tmp_path: Path) -> None:
    file = tmp_path / "cards" / "model.html"
    replaced(tmp_path / "other" / "model.html", b"new folder")
    file.parent.mkdir()
    file.write_text("an older page", "utf-8")
    assert HtmlReport(file).write(uncertified()) == file.as_uri()
    assert file.read_text("utf-8") == page_about(uncertified)
    assert list(file.parent.iterdir()) == [file]


def test_where_it_cannot_be_written_what_was_there_stays(tmp_path: Path) -> None:
    folder = tmp_path / "model.html"
    (folder / "inside").mkdir(parents=True)
    with pytest.raises(StoreUnavailable, match="cannot be written"):
        replaced(folder, b"a page")
    assert list(tmp_path.iterdir()) == [folder]
    below_a_file = tmp_path / "file"
    below_a_file.write_text("mine", "utf-8")
    with pytest.raises(StoreUnavailable):
        replaced(below_a_file / "model.html", b"a page")
    assert below_a_file.read_text("utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_pipe_or_a_device_is_written_into_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"  # a device needs root to be made, and one of the system must not be risked
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        replaced(pipe, b"a page")
        assert os.read(reading, 100) == b"a page"
    finally:
        os.close(reading)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


@pages
def test_the_page_in_portuguese_says_all_of_it_in_portuguese(kind: Callable[[], Report]) -> None:
    page = page_about(kind, "pt")
    parsed, english = Parsed(page), Parsed(page_about(kind))
    assert (parsed.open, parsed.faults) == ([], [])
    assert '<html lang="pt-BR">' in page
    assert ("Vagas avaliadas" if kind is of_vagas else "Pessoas avaliadas") in parsed.words
    assert len(page.encode()) < 250_000
    left = re.findall(
        r"\b(?:the|of|which|people|hired|scores?|threshold|with|without|share|unknown|none|sigmoid|isotonic|fit|calibrate|test"
        r"|alarm)\b|\b\d{4}-\d\d-\d\d\b",
        re.sub(r"pilot <?b?.*?finance|hiring-cli report[^.]*--json|<[^>]+>", "", parsed.words)
        + " ".join(parsed.having("aria-label")),
        re.IGNORECASE,
    )
    assert left == []
    assert set(parsed.having("value")) <= set(english.having("value"))


def test_figures_are_written_as_the_language_writes_them() -> None:
    page = page_about(certified, "pt")
    for value, text in re.findall(r'<data value="([^"]+)">([^<]+)</data>', page):
        read = float(text.replace("\N{NO-BREAK SPACE}%", "").replace(".", "").replace(",", "."))
        scale = 100 if text.endswith("%") else 1
        assert read == pytest.approx(scale * float(value), abs=0.51 if scale == 100 else 6e-4)
    plots = "".join(re.findall(r"<svg .*?</svg>", page, re.DOTALL))
    assert re.findall(r">[^<]*\d\.\d\d?<", plots) == []


def test_every_text_of_the_templates_has_its_portuguese_with_the_same_places() -> None:
    known = json.loads(PORTUGUESE.read_text("utf-8"))
    called = [
        text
        for file in PORTUGUESE.parent.glob("*.html")
        for text in re.findall(r'\bt\("([^"]*)"', file.read_text("utf-8"))
    ]
    assert len(called) > 100
    assert set(called) <= set(known)
    for english, portuguese in known.items():
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", portuguese))


def test_what_is_said_of_vagas_has_both_languages_with_the_same_places() -> None:
    known = json.loads(PORTUGUESE.read_text("utf-8"))
    for text, said in json.loads(OF_VAGAS.read_text("utf-8")).items():
        assert text in known
        assert set(said) == {"en", "pt"}
        for words in said.values():
            assert set(re.findall(r"{\w+}", words)) == set(re.findall(r"{\w+}", text))
            assert not re.search(r"\bpeople of the \w+ part|\bpessoas da parte", words)


@pytest.mark.parametrize(("language", "counted"), [("en", "people"), ("pt", "pessoas")])
def test_a_model_of_vagas_counts_no_people_where_vagas_are_counted(language: Language, counted: str) -> None:
    page = page_about(of_vagas, language)
    captions = re.findall(r"<(?:fig)?caption>(.*?)</(?:fig)?caption>", page, re.DOTALL)
    titles = re.findall(r"<(?:title|desc)[^>]*>(.*?)</(?:title|desc)>", page, re.DOTALL)
    assert len(captions) > 8
    about_people = [text for text in captions + titles if re.search(rf"\b{counted}\b", text, re.IGNORECASE)]
    assert len(about_people) == 2  # the order of one vaga's people, and whose rows are left out of parts
    assert page.count(f'<th scope="col" class="n">{counted}</th>') == 1  # of the parts, beside their vagas
    assert "--profile pairs --json" in page


@pages
def test_it_is_dark_where_the_reader_likes_that_and_light_on_paper(kind: Callable[[], Report]) -> None:
    page = page_about(kind)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert "@media screen and (prefers-color-scheme: dark)" in style
    for plot in re.findall(r"<svg .*?</svg>", page, re.DOTALL):
        for name, color in re.findall(r'(fill|stroke)="(#[0-9a-f]{6})"', plot):
            assert f'[{name}="{color}"]' in style or color == "#1f2933" or name == "fill", (name, color)
    # a marker is drawn in the tree of its <use>, in which nothing stands above it
    assert re.findall(r"\w \[(?:fill|stroke)=", style) == []


def test_reasons_from_elsewhere_are_told_in_portuguese_too() -> None:
    texts = Texts("pt")
    assert texts.reason("this is the version that serves") == "esta é a versão em uso"
    assert texts.reason("v1, which serves, was trained on other features").startswith("v1, em uso")
    assert texts.reason("something new") == "something new"


def test_a_label_of_a_plot_is_nearer_to_its_own_bar_than_to_the_one_above() -> None:
    for language in ("en", "pt"):
        plot = re.findall(r"<svg .*?</svg>", page_about(certified, language), re.DOTALL)[4]
        names = {getattr(rule, language) for rule in CANDIDATE.rules} | {rule.pt for rule in CANDIDATE.rules}
        written = [
            (float(y), text)
            for y, text in re.findall(r'<text [^>]*?\by="([\d.]+)"[^>]*>([^<]+)</text>', plot)
        ]
        labels = [y for y, text in written if text in names]
        shares = [y for y, text in written if text.endswith("%") and text[0] != "p" and text[0] != "s"]
        assert len(shares) > 3
        for share, below in pairwise(shares):
            nearest_above = max(y for y in labels if y < share)
            nearest_below = min(y for y in labels if share < y < below)
            assert share - nearest_above < nearest_below - share


def test_a_model_of_vagas_says_what_it_knows_about_the_person_and_a_model_of_people_does_not() -> None:
    order = of_vagas().training.knowledge.order
    page, other = page_about(of_vagas), page_about(certified)
    assert order.verdict is OrdersCandidates.TOO_FEW
    assert "is not proven" in page
    assert f'there are <data value="{order.later.within_group.groups}">' in page
    assert f'<data value="{order.grouped.within_group_and_day.auc!r}">' in page
    assert "This model is about vagas." in page
    assert "It knows the vaga before it knows the applicant." in page
    for words in ("What does it know about the person?", "is about vagas", "It knows the vaga before"):
        assert words not in other


@pytest.mark.parametrize("language", ["en", "pt"])
def test_a_model_of_vagas_says_what_its_threshold_selects_of_all_their_rows(language: Language) -> None:
    report = of_vagas()
    verdict = report.verdict
    assert isinstance(verdict, Certified)
    found, judged = verdict.evidence.all_rows, report.evaluation.all_rows
    assert found.rows > verdict.people
    words = Parsed(page_about(of_vagas, language)).words
    for rows in (found, judged):
        counts = {
            "en": f"{rows.hired} of the {rows.selected} that it selects ended in a hire",
            "pt": f"{rows.hired} das {rows.selected} que ele seleciona terminaram em contratação",
        }
        all_of = {"en": "Over all {} decided rows of", "pt": "Em todas as {} linhas decididas dessas"}
        assert all_of[language].format(rows.rows) in words
        assert counts[language] in words
    summary = f"{found.hired} das {found.selected} selecionadas terminaram em contratação"
    assert (summary in words) == (language == "en")  # which has a summary in Portuguese


def test_where_a_person_has_one_row_there_is_nothing_more_to_say() -> None:
    assert "decided rows of these" not in Parsed(page_about(certified)).words
