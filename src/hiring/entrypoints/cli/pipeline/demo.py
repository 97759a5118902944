"""`hiring-cli demo`: the whole story on invented data."""

import heapq
import shlex
import shutil
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from hiring.application.monitoring.checks.check_monitor import MonitorReport
from hiring.application.serving.run_ids import RunIds
from hiring.bootstrap.production import production
from hiring.bootstrap.tools import Exports, sole_use, store_in_use, synthesis, terminal_progress
from hiring.bootstrap.wiring import Hiring
from hiring.domain.decisions import Decision
from hiring.domain.display import count_of
from hiring.domain.errors import StoreInUse, TargetExists
from hiring.entrypoints.cli.models.training import DEFAULT_SEED, refuse_leakage, training_options
from hiring.entrypoints.cli.output.monitoring import monitor_json, monitor_lines
from hiring.entrypoints.cli.output.output import emit, json_option, note
from hiring.entrypoints.cli.pipeline.run import GOLD, PipelineResult, ran_json, ran_lines, run_pipeline
from hiring.entrypoints.cli.serving.over_http import repeat_over_http
from hiring.entrypoints.cli.serving.predict import answer
from hiring.settings import Settings

APPLICANTS = 5_000
PROSPECTS = 20_000
DATA_SEED = 7
SALT = "demonstration"  # with it, everybody who runs the demonstration sees the same figures
SHORTLIST = 5
MARK = "MADE-BY-DEMO.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """What the demonstration did."""

    files: Exports
    ran: PipelineResult
    scored: int
    shortlist: list[Decision]
    served: dict[str, Any]
    day: MonitorReport
    seconds: float


@click.command()
@click.option("--out", type=click.Path(path_type=Path), help="Folder; default: demo-output, or demo-hard.")
@click.option("--hard", is_flag=True, help="Use data that cannot support the promise: see an honest refusal.")
@json_option
def demo(out: Path | None, *, hard: bool, as_json: bool) -> None:
    """Invent exports, run every step on them, score everybody, check for drift.

    It needs no server and no settings; everything goes to the --out folder, which is recreated every time.

    \b
    Examples:
      hiring-cli demo
      hiring-cli demo --hard --out demo-hard
    """
    out = out or Path("demo-hard" if hard else "demo-output")
    home = out / "hiring-data"
    settings = Settings.model_construct(
        hiring_storage="files",
        hiring_home=home,
        model_artifact=out / "artifacts" / "modelo_prec80.joblib",
    )
    with _made_anew(out, home):
        shown = _show(settings, out, hard=hard)
    emit(_json(shown), _lines(shown, settings), as_json=as_json)


@contextmanager
def _made_anew(out: Path, home: Path) -> Iterator[None]:
    """An empty folder, which this demonstration has for itself.

    One that is there is emptied only if an earlier demonstration made it, and nobody uses it.
    """
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()) and ((out / MARK).is_symlink() or not (out / MARK).is_file()):
        raise TargetExists(str(out))
    with sole_use(out / MARK):
        if store_in_use(home):
            raise StoreInUse(str(out))
        for path in out.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != MARK:
                path.unlink()
        (out / MARK).write_text("Made by `hiring-cli demo`, which may empty this folder.\n", encoding="utf-8")
        yield


def _show(settings: Settings, out: Path, *, hard: bool) -> DemoResult:
    started = time.monotonic()
    watched = terminal_progress()
    with watched.step("invent exports", APPLICANTS + PROSPECTS) as advance:
        files = synthesis(
            out,
            applicants=APPLICANTS,
            prospects=PROSPECTS,
            seed=DATA_SEED,
            world="hard" if hard else "person",
            advance=advance,
        )
    with production(settings, watched, salt=SALT) as hiring:
        note(f"store: {hiring.place}")
        asked = training_options(settings, seed=DEFAULT_SEED, promote=True)
        ran = run_pipeline(
            hiring, files.applicants, files.prospects, asked, vagas=files.vagas, chunk_size=1000
        )
        for version in ran.versions:
            refuse_leakage(version, asked.accepted)
        hiring.record_baseline(GOLD)(model_path=hiring.models.place)
        scored, shortlist = _score(hiring, files.applicants)
        served = repeat_over_http(shortlist[0], settings)
        day = hiring.check_monitor()(datetime.now(UTC) + timedelta(seconds=1))
    seconds = time.monotonic() - started
    return DemoResult(
        files=files, ran=ran, scored=scored, shortlist=shortlist, served=served, day=day, seconds=seconds
    )


def _score(hiring: Hiring, applicants: Path) -> tuple[int, list[Decision]]:
    """How many were scored, and the highest scores."""
    score = hiring.score_applicants(applicants, None, logged=True)
    profile = hiring.profile_of(score.version)
    count, best = 0, list[Decision]()
    for chunk in score(profile, chunk_size=1000, request_id_of=RunIds(uuid.uuid4().hex)):
        count += len(chunk.decisions)
        best = heapq.nlargest(SHORTLIST, [*best, *chunk.decisions], key=lambda decision: decision.score)
    return count, best


def _json(shown: DemoResult) -> dict[str, Any]:
    return {
        **ran_json(shown.ran),
        "scored": shown.scored,
        "shortlist": [answer(decision) for decision in shown.shortlist],
        "served": shown.served,
        "daily": monitor_json(shown.day),
        "seconds": round(shown.seconds, 1),
    }


def _lines(shown: DemoResult, settings: Settings) -> list[str]:
    home, artifact = settings.hiring_home, settings.model_artifact
    program, use_it = _program(), _setting({"HIRING_HOME": home, "MODEL_ARTIFACT": artifact})
    return [
        "",
        "WHAT HAPPENED (every line adds up)",
        *(f"  {line}" for line in ran_lines(shown.ran)),
        "",
        f"WHO SCORES HIGHEST ({count_of(shown.scored, 'applicant')} scored, every answer in inference_log)",
        *(
            f"  codigo_profissional {decision.codigo_profissional}: {decision.score:.3f}"
            f" {'approved' if decision.approved else 'not approved'}"
            for decision in shown.shortlist
        ),
        (
            f"  POST /predict about the first of them, over HTTP: "
            f"{shown.served['probabilidade_contratacao']:.3f}, logged before it was answered"
        ),
        "",
        "HAS ANYTHING MOVED SINCE THE BASELINE?",
        *(f"  {line}" for line in monitor_lines(shown.day)),
        "",
        "WHERE THINGS ARE",
        f"  exports       {shown.files.applicants}, {shown.files.prospects}, {shown.files.vagas}",
        f"  tables, logs  {home}",
        f"  models        {artifact}, {settings.artifact_vaga}",
        "",
        f"All of this took {shown.seconds:.0f} s. NEXT",
        f"  {use_it} {program} evaluate",
        f"  {use_it} {program} serve",
        f"  {use_it} {program} vagas outlook",
        f"  {program} demo --hard     the same with data that cannot support the promise",
        f"  {program} run --help      the same with your own exports",
    ]


def _program() -> str:
    """How this program is called here: a virtual environment's is seldom on the path."""
    if shutil.which("hiring-cli"):
        return "hiring-cli"
    python = Path(sys.executable)
    near = python.relative_to(Path.cwd()) if python.is_relative_to(Path.cwd()) else python
    return f"{shlex.quote(str(near))} -m hiring"


def _setting(values: dict[str, Path]) -> str:
    """What to put before a command so that it finds these places."""
    if sys.platform == "win32":
        return " ".join(f'set "{name}={path}" &&' for name, path in values.items())
    return " ".join(f"{name}={shlex.quote(str(path))}" for name, path in values.items())
