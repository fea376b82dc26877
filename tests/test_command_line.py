"""Does the command line keep its promise: exit statuses, one JSON document, plain sentences?"""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from riskwatch.model.files import ROOT
from tests.lines import run
from tests.paper import workbook

TABLE = """
    | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改时限      | 整改状态 | 吉祥物 |
    | A-1      | 石门镇 | 示例矿   | 护栏缺失 | 2026年6月底前 | 整改中   | 绿     |
    | A-2      | 石门镇 | 示例店   | 通道堵塞 | 2026.6.31     | 已销号   |        |
    | 合计     |        |          | 2条      |               |          |        |
"""
WAITING = TABLE.replace("护栏缺失", "")


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RISKWATCH_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return written(tmp_path, "台账.xlsx", TABLE)


def written(folder: Path, name: str, table: str, **paper: list[str]) -> Path:
    path = folder / name
    path.write_bytes(workbook(table, **paper))
    return path


def loaded(path: Path, *words: str) -> dict[str, object]:
    said = run("load", path, *words, "--json")
    assert said.status in (0, 1), said.out
    (sheet,) = said.document["sheets"]
    return dict(sheet)


# --- check ---


def test_check_needs_no_store_and_makes_none(ledger: Path, store: Path) -> None:
    assert run("check", ledger).status == 0
    assert not store.exists()


def test_check_gives_one_document_in_the_promised_shape(ledger: Path) -> None:
    said = run("check", ledger, "--as-of", "2026-06-26", "--json")
    assert said.status == 0
    assert said.err == ""
    assert list(said.document) == ["file", "sheets"]
    assert said.document["file"] == "台账.xlsx"
    (sheet,) = said.document["sheets"]
    assert sheet["sheet"] == "Sheet1"
    assert sheet["ledger"] == "hazard"
    assert sheet["header_rows"] == [1]
    assert sheet["first_row"] == 2
    assert sheet["as_of"] == "2026-06-26"
    assert sheet["columns"]["due_on"] == {"header": "整改时限", "column": "E"}
    assert sheet["ignored"] == [{"header": "吉祥物", "column": "G"}]
    assert "owner_person" in sheet["missing"]
    assert [(row["row"], row["verdict"]) for row in sheet["rows"]] == [(2, "taken"), (3, "noted")]
    assert sheet["rows"][0]["values"] == {
        "hazard_code": "A-1",
        "township": "石门镇",
        "site": "示例矿",
        "description": "护栏缺失",
        "due_on": "2026-06-30",
        "due_kind": "month_end",
        "due_raw": "2026年6月底前",
        "status": "in_progress",
        "status_raw": "整改中",
    }
    assert sheet["skipped"] == [{"row": 4, "why": "total"}]
    assert sheet["problems"] == [
        {
            "code": "date_impossible",
            "weight": "note",
            "row": 3,
            "column": "E",
            "field": "due_on",
            "found": "2026.6.31",
            "says": "没有“2026.6.31”这一天。",
            "fix": "核对日期，写成 2026-06-30 这样。",
        }
    ]


def test_check_in_words_names_the_cell_and_the_cure(ledger: Path) -> None:
    assert run("check", ledger).out.splitlines() == [
        "台账.xlsx",
        "  工作表“Sheet1”作为“安全隐患排查整改台账”：2 行，其中可收 2 行、待改 0 行，跳过 1 行。",
        "    Sheet1!E3：没有“2026.6.31”这一天。核对日期，写成 2026-06-30 这样。",
    ]


def test_a_row_that_waits_makes_status_one(tmp_path: Path) -> None:
    assert run("check", written(tmp_path, "台账.xlsx", WAITING)).status == 1
    assert run("load", written(tmp_path, "台账.xlsx", WAITING)).status == 1


def test_a_ledger_that_does_not_exist_is_refused_with_the_ones_that_do(ledger: Path) -> None:
    said = run("check", ledger, "--ledger", "zoo")
    assert said.status == 2
    assert said.err.startswith("没有“zoo”这种台账。从这些里选一种：accident、complaint_case、")


def test_a_day_that_is_none_is_refused(ledger: Path) -> None:
    said = run("check", ledger, "--as-of", "昨天")
    assert (said.status, said.err) == (2, "“昨天”不是日期。写成 2026-06-21 这样。\n")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    said = run("check", tmp_path / "没有.xlsx", "--json")
    assert said.status == 2
    assert said.document["refused"]["fix"] == "核对路径和读取权限。"
    assert "没有.xlsx" in said.document["refused"]["says"]


# --- load, history, undo ---


def test_load_tells_what_changed(ledger: Path, tmp_path: Path) -> None:
    sheet = loaded(ledger)
    told = {name: sheet[name] for name in ("new", "changed", "same", "reopened", "postponed", "vanished", "waiting")}
    assert told == {"new": 2, "changed": 0, "same": 0, "reopened": 0, "postponed": 0, "vanished": 0, "waiting": 0}
    assert sheet["upload_id"]
    sheet = loaded(written(tmp_path, "新.xlsx", TABLE.replace("已销号", "整改中").replace("6月底前", "7月底前")))
    told = {name: sheet[name] for name in ("new", "changed", "same", "reopened", "postponed", "vanished", "waiting")}
    assert told == {"new": 0, "changed": 2, "same": 0, "reopened": 1, "postponed": 1, "vanished": 0, "waiting": 0}


def test_the_same_file_twice_says_so(ledger: Path) -> None:
    first = loaded(ledger)
    said = run("load", ledger)
    assert said.status == 0
    assert f"这个文件已经报过（上报编号 {first['upload_id']}），没有任何改变。" in said.out


TWO_UNITS = {
    name: f"""
        | 填报单位：{name}人民政府 截止日期：{day} |
        | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改状态 |
        | {name}-1 | {name} | 示例店   | 通道堵塞 | 整改中   |
    """
    for name, day in (("石门镇", "2026-06-08"), ("永安镇", "2026-06-05"))
}


def test_each_sheet_of_a_workbook_of_two_units_names_its_own_upload(tmp_path: Path) -> None:
    path = tmp_path / "两镇.xlsx"
    path.write_bytes(workbook(TWO_UNITS))
    said = run("load", path, "--unit", "县应急局", "--json")
    assert [(each["sheet"], each["new"], each["repeat"]) for each in said.document["sheets"]] == [
        ("石门镇", 1, False),
        ("永安镇", 1, False),
    ]
    uploads = run("history", "--json").document["uploads"]
    assert {each["upload_id"]: (each["reporting_unit"], each["as_of"]) for each in uploads} == {
        said.document["sheets"][0]["upload_id"]: ("石门镇人民政府", "2026-06-08"),
        said.document["sheets"][1]["upload_id"]: ("永安镇人民政府", "2026-06-05"),
    }
    told = run("load", path).out
    assert "  永安镇人民政府，2026-06-05：这个文件已经报过（上报编号 " in told
    assert "  石门镇人民政府，2026-06-08：这个文件已经报过（上报编号 " in told
    assert "石门镇人民政府  2026-06-08  1 行" in run("history").out


def test_several_files_are_answered_each(ledger: Path, tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 and nothing more")
    said = run("load", ledger, broken, "--json")
    assert said.status == 2
    assert [each["file"] for each in said.document["files"]] == ["台账.xlsx", "坏.xlsx"]
    assert said.document["files"][0]["sheets"][0]["new"] == 2
    assert said.document["files"][1]["refused"]["says"] == "“坏.xlsx”打不开，文件可能已损坏或不是表格。"


def test_a_watched_folder_is_loaded_once_and_again_when_a_file_changes(tmp_path: Path) -> None:
    folder = tmp_path / "收件"
    folder.mkdir()
    assert run("watch", folder, "--once").status == 0, "nothing is there yet"
    written(folder, "台账.xlsx", TABLE)
    (folder / "~$台账.xlsx").write_bytes(b"what Excel keeps beside an open file")
    (folder / "说明.txt").write_text("不是表", "utf-8")
    assert "新增 2" in run("watch", folder, "--once", "--by", "定时").out
    assert run("watch", folder, "--once").out == "", "what was done is remembered"
    (folder / ".作战图看守.json").unlink()
    assert "已经报过" in run("watch", folder, "--once").out, "and what the store has is never filed twice"
    written(folder, "台账.xlsx", TABLE.replace("整改中", "已销号"))
    assert "更新 1" in run("watch", folder, "--once").out
    assert sorted(path.name for path in folder.iterdir()) == [
        ".作战图看守.json",
        "~$台账.xlsx",
        "台账.xlsx",
        "台账.核对结果.xlsx",
        "说明.txt",
    ], "the files stay, and the answer lies beside"
    assert run("watch", tmp_path / "没有").status == 2


def test_watching_goes_on_until_it_is_stopped(tmp_path: Path, store: Path) -> None:
    folder = tmp_path / "收件"
    folder.mkdir()
    words = [sys.executable, "-m", "riskwatch", "watch", str(folder), "--every", "0.2"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, env={**os.environ, "RISKWATCH_STORE": str(store)}) as watching:
        written(folder, "台账.xlsx", TABLE)
        assert watching.stdout is not None
        assert "台账.xlsx" in watching.stdout.readline().decode()
        watching.terminate()


def test_history_undo_and_redo(ledger: Path) -> None:
    upload = str(loaded(ledger, "--by", "张例", "--unit", "县应急局")["upload_id"])
    (entry,) = run("history", "--json").document["uploads"]
    assert entry["upload_id"] == upload
    assert entry["sent_by"] == "张例"
    assert entry["reporting_unit"] == "县应急局"
    assert entry["is_undone"] is False

    assert run("undo", upload).out == f"已撤销上报 {upload}。\n"
    assert run("history", "--json").document["uploads"][0]["is_undone"] is True
    assert run("ask", "ledgers/hazard", "--json").document["rows"] == []
    assert run("undo", upload).status == 2
    assert run("redo", upload).status == 0
    assert len(run("ask", "ledgers/hazard", "--json").document["rows"]) == 2


def test_an_undo_keeps_its_name_and_reason(ledger: Path) -> None:
    upload = loaded(ledger)["upload_id"]
    assert run("undo", upload, "--by", "李例", "--reason", "报错了表").status == 0
    said = run("ask", "uploads/events", "--param", f"upload_id={upload}", "--json").document
    assert [dict(zip(said["columns"], row, strict=True))["reason"] for row in said["rows"]] == ["报错了表", ""]


def test_an_upload_that_is_not_there_cannot_be_undone(ledger: Path) -> None:
    loaded(ledger)
    said = run("undo", "20260101-000000-000000")
    assert (said.status, said.err) == (2, "没有编号为“20260101-000000-000000”的上报。用 history 查看上报编号。\n")


# --- ask ---


def test_an_answer_is_the_same_document_for_equal_stores(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("ask", "hazards/totals", "--as-of", "2026-07-01", "--json")
    loaded(ledger, "--as-of", "2026-06-26")
    first = run(*words)
    monkeypatch.setenv("RISKWATCH_STORE", str(tmp_path / "other"))
    loaded(ledger, "--as-of", "2026-06-26")
    assert run(*words).out == first.out
    assert list(first.document) == ["question", "as_of", "params", "columns", "rows"]
    assert first.document["question"] == "hazards/totals"
    assert first.document["as_of"] == "2026-07-01"
    told = dict(zip(first.document["columns"], first.document["rows"][0], strict=True))
    assert (told["total_count"], told["open_count"], told["overdue_count"], told["no_deadline_count"]) == (2, 1, 1, 0)


def test_a_parameter_narrows(ledger: Path) -> None:
    loaded(ledger)
    assert len(run("ask", "ledgers/hazard", "--param", "township=石门镇", "--json").document["rows"]) == 2
    assert run("ask", "ledgers/hazard", "--param", "township=永安镇", "--json").document["rows"] == []


def test_an_answer_as_csv_has_one_heading_line(ledger: Path) -> None:
    loaded(ledger)
    lines = run("ask", "hazards/totals", "--csv").out.splitlines()
    assert lines[0].startswith("total_count,open_count,closed_count")
    assert len(lines) == 2
    assert lines[1].startswith("2,")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("ask", "hazards/nothing"), "没有“hazards/nothing”这个问题。用 python -m riskwatch questions 查看全部问题。"),
        (("ask", "../../data/roles"), "没有“../../data/roles”这个问题。用 python -m riskwatch questions 查看全部问题。"),
        (("ask", "schema/0001_uploads"), "没有“schema/0001_uploads”这个问题。用 python -m riskwatch questions 查看全部问题。"),
        (("ask", "hazards/totals", "--param", "x"), "参数“x”不是 名称=值 的写法。"),
        (("ask", "hazards/totals", "--param", "x=1"), "“hazards/totals”没有参数“x”。用 questions 查看它的参数。"),
        (("ask", "hazards/totals", "--as-of", "2026-02-30"), "“2026-02-30”不是日期。写成 2026-06-21 这样。"),
        (("ask", "hazards/totals", "--known-at", "昨晚"), "“昨晚”不是日期或时刻。"),
    ],
)
def test_a_wrong_question_is_answered_by_one_sentence(words: tuple[str, ...], says: str) -> None:
    said = run(*words)
    assert said.status == 2
    assert said.out == ""
    assert said.err.startswith(says)
    assert len(said.err.splitlines()) == 1


def test_questions_are_listed_with_what_they_take_and_give(store: Path) -> None:
    listed = run("questions", "--json").document
    (totals,) = [each for each in listed if each["name"] == "hazards/totals"]
    assert totals["asks"] == "How many hazards are there, and how far have they come?"
    assert totals["grain"] == []
    assert totals["params"]["as_of"] == {"type": "DATE", "default": datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()}
    assert totals["params"]["township"] == {"type": "VARCHAR", "default": None}
    assert totals["returns"]["overdue_count"] == "BIGINT"
    assert not store.exists()


# --- keeping ---


def test_a_backup_restores_to_the_same_answers(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(ledger)
    before = run("ask", "ledgers/hazard", "--json").document
    said = run("backup", tmp_path / "backup", "--json")
    assert (said.status, said.document) == (0, {"backup": str(tmp_path / "backup")})
    assert run("backup", tmp_path / "backup").status == 2, "a backup never overwrites"
    assert run("restore", tmp_path / "backup").err == (
        "目标位置已有数据库，恢复会盖掉它。先备份并移走现有数据库，或用 RISKWATCH_STORE 指定空文件夹。\n"
    )

    monkeypatch.setenv("RISKWATCH_STORE", str(tmp_path / "new"))
    said = run("restore", tmp_path / "backup", "--json")
    assert said.status == 0
    assert said.document["uploads"] == 1
    after = run("ask", "ledgers/hazard", "--json").document
    assert after["rows"] == before["rows"]
    assert run("doctor").status == 0, "the originals came along"


def test_a_folder_without_a_backup_is_refused(tmp_path: Path) -> None:
    assert run("restore", tmp_path).err == f"“{tmp_path}”里没有备份。指定 backup 命令写出的文件夹。\n"


def test_the_doctor_misses_an_original(ledger: Path, store: Path) -> None:
    loaded(ledger)
    said = run("doctor", "--json")
    assert (said.status, said.document["faults"]) == (0, [])
    for path in (store / "originals").iterdir():
        path.unlink()
    said = run("doctor", "--json")
    assert (said.status, said.document["faults"]) == (1, ["原件“台账.xlsx”不在库里。"])


def test_the_sample_does_not_mix_with_a_countys_own_sheets(ledger: Path) -> None:
    loaded(ledger)
    said = run("demo")
    assert said.status == 2
    assert said.err == "这个库里已有本县数据，不能混入示例。用环境变量 RISKWATCH_STORE 指定一个空文件夹后再试。\n"


# --- as a process ---


def test_a_store_held_by_another_process_is_told_in_one_sentence(ledger: Path, store: Path) -> None:
    loaded(ledger)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import duckdb; c = duckdb.connect({str(store / 'risk.duckdb')!r}); print('held', flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        said = run("ask", "hazards/totals")
    finally:
        holder.communicate(b"\n", timeout=20)
    assert (said.status, said.out) == (2, "")
    assert said.err == "数据库正被另一个进程使用。关闭作战图后再试，或在作战图运行时直接使用本命令。\n"


def test_a_card_left_behind_by_a_board_that_died_is_no_hindrance(ledger: Path, store: Path) -> None:
    loaded(ledger)
    (store / "board.json").write_text(json.dumps({"port": 9, "key": "x", "pid": 1}), "utf-8")
    assert run("ask", "hazards/totals").status == 0


def test_it_runs_from_the_root_of_a_clone_and_writes_utf8(ledger: Path, store: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "riskwatch", "check", str(ledger)],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        env={**os.environ, "RISKWATCH_STORE": str(store), "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0
    assert "工作表“Sheet1”作为“安全隐患排查整改台账”" in done.stdout.decode("utf-8")
    assert done.stderr == b""
