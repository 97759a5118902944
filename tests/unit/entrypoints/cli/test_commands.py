"""Each command alone: results on standard output, everything else on standard error, exit codes by family."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hiring.domain.errors import Conflict, HiringError, InvalidInput, NotFound, Unavailable
from hiring.domain.features import FEATURES, PROFILES
from hiring.entrypoints.cli.exit_codes import exit_code_of
from hiring.entrypoints.cli.main import COMMANDS
from tests.exports import write_applicants, write_prospects, write_vagas
from tests.shell import Shell


def families() -> list[type[HiringError]]:
    return [leaf for family in HiringError.__subclasses__() for leaf in (family, *family.__subclasses__())]


@pytest.mark.parametrize("leaf", families())
def test_every_error_has_an_exit_code(leaf: type[HiringError]) -> None:
    expected = {InvalidInput: 65, NotFound: 66, Conflict: 73, Unavailable: 75}
    family = next(family for family in expected if issubclass(leaf, family))
    assert exit_code_of(leaf.__new__(leaf)) == expected[family]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_examples(shell: Shell, name: str) -> None:
    ended = shell(name, "--help")
    assert ended.code == 0
    subcommands = {
        "ingest": "applicants",
        "features": "extract",
        "labels": "build",
        "gold": "build",
        "monitor": "daily",
        "feedback": "import",
        "model": "list",
        "keys": "create",
        "store": "backup",
        "vagas": "outlook",
    }
    if name in subcommands:
        ended = shell(name, subcommands[name], "--help")
    assert "Examples:" in ended.out
    assert f"hiring-cli {name}" in ended.out


def test_help_lists_the_commands_without_importing_them() -> None:
    script = (
        "import sys; from hiring.entrypoints.cli.main import cli;"
        "cli.main(['--help'], standalone_mode=False);"
        "heavy = {'numpy', 'pandas', 'sklearn', 'lightgbm', 'pyarrow', 'pydantic', 'litestar', 'rich'};"
        "heavy |= {'dask', 'distributed'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    ended = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert all(name in ended.stdout for name in COMMANDS)


def test_extraction_imports_nothing_that_only_other_commands_need(tmp_path: Path) -> None:
    (tmp_path / "applicants.json").write_text("{}", "utf-8")
    script = (
        "import sys; from hiring.entrypoints.cli.main import cli;\n"
        "try: cli.main(['features', 'extract', 'applicants.json'], standalone_mode=False)\n"
        "except Exception as error: print(type(error).__name__)\n"
        "needless = {'pydantic', 'pandas', 'pyarrow', 'hiring.settings', 'hiring.domain.models'};"
        "sys.exit(str(needless & set(sys.modules)) if needless & set(sys.modules) else 0)"
    )
    environment = {name: value for name, value in os.environ.items() if name.upper() != "HIRING_PARALLEL"}
    ended = subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
    )
    assert ended.stdout.strip() == "NothingKept"
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(
    ("words", "needless"),
    [
        (
            ("features", "build"),
            {
                "asyncio",
                "hiring.adapters.exports.outcomes",
                "hiring.adapters.learning",
                "hiring.application.lifecycle.promote_model",
                "hiring.application.monitoring",
                "hiring.application.serving.decide",
                "hiring.application.training.train_model",
            },
        ),
        (
            ("keys", "list"),
            {"hiring.adapters.exports", "hiring.adapters.learning", "hiring.application.dataset.ingest"},
        ),
        (
            ("predict", "applicants.json"),
            {"hiring.application.monitoring", "hiring.application.lifecycle.promote_model"},
        ),
    ],
)
def test_a_command_imports_its_own_use_cases_alone(
    tmp_path: Path, words: tuple[str, ...], needless: set[str]
) -> None:
    (tmp_path / "applicants.json").write_text("{}", "utf-8")
    script = (
        "import sys; from hiring.entrypoints.cli.main import main\n"
        f"try: main({[*words]!r})\n"
        f"finally: print('opened', *{needless!r} & set(sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path)
    assert ended.stderr.startswith("store: ")
    assert ended.stderr.splitlines()[-1] == "opened"


def test_an_unknown_command_is_wrong_usage(shell: Shell) -> None:
    assert shell("ingets").code == 2


def test_ingestion_prints_counts_that_add_up_and_names_the_store(shell: Shell, tmp_path: Path) -> None:
    ended = shell("ingest", "applicants", write_applicants(tmp_path))
    assert ended.code == 0
    assert ended.out == (
        "applicants_raw: read 4 = kept 2 + rejected 2 (1 code is not an integer, 1 not an object)\n"
    )
    assert f"store: {tmp_path / 'hiring-data'}" in ended.err
    assert "segredo" not in ended.out + ended.err


def test_ingestion_takes_the_words_of_the_reference(shell: Shell, tmp_path: Path) -> None:
    ended = shell("ingest", "applicants", "--json", write_applicants(tmp_path), "--table", "others")
    assert ended.out.startswith("others: read 4")


def test_ingestion_tells_machines(shell: Shell, tmp_path: Path) -> None:
    ended = shell("ingest", "prospects", write_prospects(tmp_path), "--json")
    result = json.loads(ended.out)
    assert (result["read"], result["kept"], result["rejected"]) == (5, 4, 1)
    assert result["table"] == "prospects_raw"


def test_vagas_are_ingested_like_the_other_exports(shell: Shell, tmp_path: Path) -> None:
    file = write_vagas(tmp_path)
    ended = shell("ingest", "vagas", file)
    assert ended.out == (
        "vagas_raw: read 4 = kept 2 + rejected 2 "
        "(1 code is not an integer, 1 has none of the sections of a vaga)\n"
    )
    assert "vagas_raw: no record has " in ended.err
    assert "segredo" not in ended.out + ended.err

    listed = json.loads(shell("ingest", "rejects", "--table", "vagas_raw", "--json").out)
    assert [(reject["position"], reject["key"]) for reject in listed["rejects"]] == [(3, "abc"), (4, "4532")]
    assert json.loads(shell("ingest", "vagas", file, "--table", "others", "--json").out)["kept"] == 2
    assert shell("ingest", "vagas", file, "--strict").code == 65
    assert shell("ingest", "vagas", file, "--table", "applicants_raw").code == 73
    assert shell("ingest", "vagas", write_prospects(tmp_path)).code == 65


def test_several_files_and_a_folder_are_one_export(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "b.json").write_text('{"2": {"cv_pt": "again"}, "3": {"cv_pt": "kpi"}}')
    (folder / "a.json").write_text('{"1": {"cv_pt": "sap"}, "2": {"cv_pt": ""}}')

    for words in ((folder,), (folder, "--jobs", 2), (folder / "a.json", folder / "b.json")):
        ended = shell("ingest", "applicants", *words)
        assert ended.out.startswith("applicants_raw: read 4 = kept 3 + rejected 1")
        assert f"rejected: {folder / 'b.json'}, record 1, key '2': repeated key" in ended.err
    (listed,) = json.loads(shell("ingest", "rejects", "--json").out)["rejects"]
    assert (listed["file"], listed["position"], listed["key"]) == (str(folder / "b.json"), 1, "2")
    assert len(shell("features", "extract", folder).out.splitlines()) == 3
    assert f"{folder} " in shell("ingest", "applicants", folder, "--strict").err.replace(":", " ")
    assert "file-given-twice" in shell("features", "extract", folder, folder / "a.json").err


@pytest.mark.parametrize("words", [(), ("a.json", "--json", "b.json"), ("--json",)])
def test_the_export_is_given_once(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell("ingest", "applicants", *words).code == 2


def test_two_exports_are_not_both_standard_input(shell: Shell, tmp_path: Path) -> None:
    ended = shell("run", "--applicants", "-", "--prospects", "-")
    assert (ended.code, ended.out) == (2, "")
    assert all(name in ended.err for name in ("--applicants", "--prospects"))
    assert not [*tmp_path.iterdir()]


def test_strict_ingestion_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    ended = shell("ingest", "applicants", write_applicants(tmp_path), "--strict")
    assert ended.code == 65
    assert "2 records have faults" in ended.err
    assert shell("features", "build").code == 66


@pytest.mark.parametrize("name", ['x"; drop table y; --', "a" * 64, "", "ação"])
def test_a_table_name_that_is_no_identifier_is_refused_and_not_repeated(
    shell: Shell, tmp_path: Path, name: str
) -> None:
    ended = shell("ingest", "applicants", write_applicants(tmp_path), "--table", name)
    assert ended.code == 65
    assert "drop table" not in ended.err
    assert not (tmp_path / "hiring-data").exists()


def test_a_missing_file_is_not_found(shell: Shell) -> None:
    ended = shell("ingest", "applicants", "nowhere.json")
    assert ended.code == 66
    assert "nowhere.json: no such file" in ended.err


def test_extraction_prints_lines_and_tells_faults_on_standard_error(shell: Shell, tmp_path: Path) -> None:
    ended = shell("features", "extract", write_applicants(tmp_path))
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert [line["codigo_profissional"] for line in lines] == [31_000, 31_001]
    assert list(lines[0]) == ["codigo_profissional", *FEATURES]
    assert (lines[0]["cv_sap"], lines[0]["cv_excel_avancado"], lines[0]["salario_valor"]) == (1, 1, None)
    assert lines[1]["salario_valor"] == 3500.0
    assert "rejected: record 3, key 'abc': code is not an integer" in ended.err
    assert "read 4 = extracted 2 + rejected 2" in ended.err
    assert not (tmp_path / "hiring-data").exists()


def test_strict_extraction_fails(shell: Shell, tmp_path: Path) -> None:
    assert shell("features", "extract", write_applicants(tmp_path), "--strict").code == 65


def test_the_rule_table_is_printed(shell: Shell) -> None:
    people = shell("features", "rules").out
    machines = json.loads(shell("features", "rules", "--json").out)
    assert [rule["feature"] for rule in machines["rules"]] == list(FEATURES)
    assert all(name in people for name in FEATURES)
    assert machines["fingerprint"] in people


def test_the_steps_before_training_add_up(shell: Shell, tmp_path: Path) -> None:
    shell("ingest", "applicants", write_applicants(tmp_path))
    shell("ingest", "prospects", write_prospects(tmp_path))
    assert json.loads(shell("features", "build", "--json").out)["applicants"] == 2
    assert shell("features", "build").out == f"applicants_feat: 2 applicants with {len(FEATURES)} features\n"
    labels = json.loads(shell("labels", "build", "--json").out)
    assert labels["labelled"] + labels["undecided"] + labels["unknown"] == labels["prospects"] == 4
    gold = json.loads(shell("gold", "build", "--json").out)
    counts = {"labelled": 4, "gold": 2, "superseded": 1, "applicant_unknown": 1}
    assert gold == {"table": "gold_applicants", **counts}
    assert "labelled 4 = gold 2 + superseded 1 + applicant unknown 1" in shell("gold", "build").out
    refused = shell("train")
    assert refused.code == 65
    assert "no model was trained" in refused.err


def test_a_step_before_its_time_says_what_is_missing(shell: Shell) -> None:
    ended = shell("labels", "build")
    assert ended.code == 66
    assert "prospects_raw" in ended.err


def test_without_a_model_nobody_is_scored(shell: Shell, tmp_path: Path) -> None:
    ended = shell("predict", write_applicants(tmp_path))
    assert ended.code == 66
    assert ended.out == ""
    assert "hiring-cli train" in ended.err


def test_a_setting_that_cannot_be_used_is_named_and_not_repeated(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIN_PRECISAO", "segredo")
    ended = shell("doctor")
    assert ended.code == 65
    assert "MIN_PRECISAO" in ended.err
    assert "segredo" not in ended.err


def test_a_server_that_is_not_there_is_said_in_one_line(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTGRES_HOST", "/no/such/folder")
    ended = shell("labels", "build")
    assert ended.code == 75
    assert "POSTGRES_HOST" in ended.err
    assert ended.err.count("\n") == 1


def test_the_env_file_is_read(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HIRING_HOME=elsewhere\n", "utf-8")
    assert f"store: {tmp_path / 'elsewhere'}" in shell("labels", "build").err


def test_the_doctor_makes_nothing(shell: Shell, tmp_path: Path) -> None:
    ended = shell("doctor", "--json")
    assert ended.code == 0
    states = {check["what"]: check["state"] for check in json.loads(ended.out)["checks"]}
    assert states["store"] == states["model"] == "none yet"
    assert states["pyarrow"] == "ok"
    assert not (tmp_path / "hiring-data").exists()


def test_invented_exports_are_written(shell: Shell, tmp_path: Path) -> None:
    words = ("synth", "--applicants", 20, "--prospects", 30, "--seed", 3, "--out", tmp_path / "made")
    assert shell(*words).code == 0
    assert json.loads(shell(*words, "--replace", "--json").out)["applicants"].endswith("applicants.json")
    assert len(shell("features", "extract", tmp_path / "made" / "applicants.json").out.splitlines()) == 20


@pytest.mark.parametrize("name", ["applicants.json", "prospects.json", "vagas.json"])
def test_real_exports_are_not_written_over(shell: Shell, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("real")
    assert shell("synth", "--applicants", 20, "--prospects", 30, "--out", tmp_path).code == 73
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [(name, "real")]


def test_invented_outcomes_depend_on_what_was_asked_for(shell: Shell, tmp_path: Path) -> None:
    def made(*words: str) -> dict[str, bytes]:
        folder = tmp_path / "-".join(("made", *words))
        paths = shell("synth", "--applicants", 20, "--prospects", 90, "--out", folder, "--json", *words).out
        return {name: Path(path).read_bytes() for name, path in json.loads(paths).items()}

    first, other = made(), made("--world", "match")
    assert list(first) == ["applicants", "prospects", "vagas"]
    assert [name for name in first if first[name] != other[name]] == ["prospects"]
    assert made("--world", "person") == first
    assert shell("synth", "--hard", "--world", "vaga", "--out", tmp_path / "both").code == 2
    assert shell("synth", "--world", "hard", "--out", tmp_path / "both").code == 2


def test_python_dash_m_is_the_same_program(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hiring", "features", "extract", str(write_applicants(tmp_path))]
    ended = subprocess.run(command, check=True, capture_output=True)
    assert len(ended.stdout.splitlines()) == 2
    assert b"\r\n" not in ended.stdout


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    exports = write_applicants(tmp_path, {str(code): {"cv_pt": ""} for code in range(2_000)})
    command = [sys.executable, "-m", "hiring", "features", "extract", str(exports)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(30) == 0
        assert b"Traceback" not in process.stderr.read()


def test_rejects_are_named_and_can_be_listed(shell: Shell, tmp_path: Path) -> None:
    records = {f"x{number}": {} for number in range(25)} | {"1": {"cv_pt": ""}}
    ended = shell("ingest", "applicants", write_applicants(tmp_path, records))
    assert "rejected: record 1, key 'x0': code is not an integer" in ended.err
    assert "... and 5 more: hiring-cli ingest rejects --table applicants_raw" in ended.err
    assert shell("ingest", "rejects").out.splitlines()[-1] == "applicants_raw: 25 rejects"
    assert len(json.loads(shell("ingest", "rejects", "--json").out)["rejects"]) == 25


def test_the_demonstration_replaces_only_what_it_made(shell: Shell, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work", "utf-8")
    ended = shell("demo", "--out", mine)
    assert ended.code == 73
    assert (mine / "thesis.txt").exists()


@pytest.mark.parametrize("command", ["import hiring.__main__ as m; m.main()"])
def test_without_the_extra_the_command_line_says_what_it_lacks(command: str) -> None:
    script = f"import sys; sys.modules['click'] = None; {command}"
    ended = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "needs the extra `cli`" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_package_that_is_missing_is_named(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['pyarrow'] = None; sys.argv[1:] = ['labels', 'build'];"
        "import hiring.__main__ as m; m.main()"
    )
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path)
    assert ended.returncode == 75
    assert "the package pyarrow is not installed" in ended.stderr


@pytest.mark.parametrize("console", ["ascii", "cp1252", "utf-8"])
def test_rules_are_json_on_any_console(console: str) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "hiring", "features", "rules", "--json"],
        env={**os.environ, "PYTHONIOENCODING": console},
        capture_output=True,
        check=True,
    ).stdout
    assert "Currículo" in json.dumps(json.loads(said.decode("utf-8")), ensure_ascii=False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--profile", "candidate_vaga"), "needs --vagas FILE and --prospects FILE"),
        (("--profile", "candidate_vaga", "--vagas", "v.json"), "needs --vagas FILE and --prospects FILE"),
        (("--vagas", "v.json"), "are not read by the profile candidate"),
        (
            ("--profile", "candidate_vaga", "--vagas", "v.json", "--prospects", "p.json", "--top", 3),
            "hiring-cli rank",
        ),
        (("--profile", "another"), "candidate_vaga"),
    ],
)
def test_pairs_are_asked_for_with_the_profile_that_reads_vagas(
    shell: Shell, words: tuple[object, ...], said: str
) -> None:
    refused = shell("predict", "applicants.json", *words)
    assert (refused.code, said in refused.err) == (2, True), refused.err


def test_each_profile_has_a_rule_table_to_read(shell: Shell) -> None:
    for profile in PROFILES.values():
        told = json.loads(shell("features", "rules", "--profile", profile.name, "--json").out)
        assert told["fingerprint"] == profile.fingerprint()
        assert [rule["feature"] for rule in told["rules"]] == list(profile.features)
        lines = shell("features", "rules", "--profile", profile.name).out.splitlines()
        assert len(lines) == 2 * len(profile.features) + 1
