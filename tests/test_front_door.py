"""Each role × each screen, on an empty and on the sample store: it opens, or refuses in words."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from riskwatch.desk import SAMPLE
from riskwatch.intake.template import examples
from riskwatch.model.ledger import Ledger, ledgers
from riskwatch.model.roles import deeds, may
from riskwatch.store.store import Store
from riskwatch.ui import house, serving, session
from riskwatch.ui.menu import PAGES, SCREENS, Screen
from tests.paper import workbook

BOARD = str(Path(serving.__file__).with_name("board.py"))
ROLES = sorted(deeds()["look"])
_LATIN = re.compile(r"[A-Za-z]{2,}")
_ALLOWED = {"xlsx", "xls", "csv", "et", "GeoJSON", "zip", "shp", "dbf", "shx", "prj", "county", "toml", "EPSG", "mm", "km"}


@pytest.fixture(scope="module")
def sample_folder(tmp_path_factory: pytest.TempPathFactory, sample_store: Path) -> Path:
    """The sample county's store, for this module to write in."""
    return Path(shutil.copytree(sample_store, tmp_path_factory.mktemp("sample") / "store"))


@pytest.fixture
def empty_folder(tmp_path: Path) -> Path:
    """An empty store."""
    Store(tmp_path / "empty").close()
    return tmp_path / "empty"


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The visitor's script with the server's flag set; every store that it opened is closed after."""
    monkeypatch.setattr(serving, "in_front", True)
    yield AppTest.from_file(BOARD, default_timeout=60)
    house.keeper.close()


def _open(board: AppTest, screen: str, folder: Path, role: str, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    monkeypatch.setenv("RISKWATCH_STORE", str(folder))
    monkeypatch.setattr(session, "role", lambda: role)
    for name, value in query.items():
        board.query_params[name] = value
    board.switch_page(str(PAGES / screen))
    return board.run()


def _said(board: AppTest) -> str:
    parts = [*board.title, *board.caption, *board.markdown, *board.info, *board.warning, *board.error, *board.subheader]
    return "\n".join(str(part.value) for part in parts)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda each: each.file)
def test_a_screen_opens_for_those_who_may_and_no_one_else(
    board: AppTest, sample_folder: Path, screen: Screen, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"township": {"township": "石门镇"}, "number": {"of": "on_time_rate"}}.get(screen.path.stem, {})
    if not may(role, screen.deed):
        at_home = _open(board, "overview/overview.py", sample_folder, role, monkeypatch)
        with pytest.raises(ValueError, match="page"):
            at_home.switch_page(str(screen.path))
        return
    opened = _open(board, screen.file, sample_folder, role, monkeypatch, **query)
    assert not opened.exception
    assert not opened.error, [each.value for each in opened.error]
    if screen.path.stem != "row":  # which row is not said
        assert opened.title, "a screen says what it is"
        assert not [each.value for each in opened.warning], "nothing is refused"


@pytest.mark.parametrize("screen", [each for each in SCREENS if each.deed != "look"], ids=lambda each: each.file)
def test_a_page_refuses_by_itself_without_the_menu(sample_folder: Path, screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(sample_folder))
    monkeypatch.setattr(session, "role", lambda: "viewer")
    opened = AppTest.from_file(str(screen.path), default_timeout=60).run()
    house.keeper.close()
    assert len(opened.exception) == 1, "the page stops before it shows anything"
    assert not opened.title
    assert not opened.dataframe


@pytest.mark.parametrize("screen", SCREENS, ids=lambda each: each.file)
def test_every_screen_opens_on_an_empty_store(
    board: AppTest, empty_folder: Path, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = _open(board, screen.file, empty_folder, "keeper", monkeypatch)
    assert not opened.exception
    assert not opened.error, [each.value for each in opened.error]


def test_an_empty_board_says_what_to_upload(board: AppTest, empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = _open(board, "overview/overview.py", empty_folder, "keeper", monkeypatch)
    assert "还没有数据。上报安全隐患排查整改台账、防汛风险点台账、生态环保督察整改任务清单后，这里就会显示。" in _said(opened)


def test_the_overview_shows_the_story_of_the_sample(board: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = _open(board, "overview/overview.py", sample_folder, "viewer", monkeypatch)
    shown = {re.match(r"\[(.+?)\]", metric.label)[1]: metric.value for metric in opened.metric}  # type: ignore[index]
    assert shown["未销号隐患"] == "456 条"
    assert shown["超期隐患"] == "240 条"
    assert shown["超期重大隐患"] == "9 条"


def test_a_viewer_sees_no_names_of_persons(board: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = _open(board, "overview/township.py", sample_folder, "viewer", monkeypatch, township="石门镇")
    officers = [
        value
        for table in opened.table
        if "行政（防灾）责任人" in table.value.columns
        for value in table.value["行政（防灾）责任人"]
    ]
    assert officers
    assert all(name == "—" or "*" in name for name in officers)


def test_a_past_day_is_said_aloud(board: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = _open(board, "overview/overview.py", sample_folder, "leader", monkeypatch, as_of="2026-06-23")
    assert "正在看 2026年06月23日 的情况，不是现在。" in _said(opened)


def test_a_wrong_day_in_the_address_is_answered_in_words(
    board: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = _open(board, "overview/overview.py", sample_folder, "leader", monkeypatch, as_of="昨天")
    assert "网址里的日期“昨天”不对。" in _said(opened)


def test_without_the_server_in_front_the_script_refuses(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "in_front", False)
    monkeypatch.setenv("RISKWATCH_STORE", str(sample_folder))
    opened = AppTest.from_file(BOARD, default_timeout=60).run()
    assert [each.value for each in opened.error] == ["请用 streamlit run app.py 启动作战图。"]
    house.keeper.close()


def test_a_bug_is_told_as_a_number_and_not_as_a_trace(
    board: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError("secret inner words")

    monkeypatch.setattr("riskwatch.ui.page.answer", broken)
    opened = _open(board, "overview/overview.py", sample_folder, "viewer", monkeypatch)
    (failure,) = [each.value for each in opened.error]
    assert re.fullmatch(r"系统出错了，数据没有受影响。请把编号 \*\*[0-9a-f]{8}\*\* 告诉管理员。", failure)
    assert "secret" not in _said(opened)


def test_the_board_bound_to_loopback_is_for_the_keeper_and_elsewhere_for_viewers(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(sample_folder))
    told = {}
    for address in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "10.1.2.3", ""):
        monkeypatch.setattr(session.st, "get_option", lambda name, address=address: address)
        told[address] = session.role()
    assert told == {
        "127.0.0.1": "keeper",
        "::1": "keeper",
        "localhost": "keeper",
        "0.0.0.0": "viewer",
        "10.1.2.3": "viewer",
        "": "viewer",
    }
    house.keeper.close()


@pytest.mark.parametrize("screen", [each for each in SCREENS if each.is_listed], ids=lambda each: each.file)
def test_no_english_word_is_in_sight(
    board: AppTest, sample_folder: Path, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"township": {"township": "石门镇"}, "number": {"of": "on_time_rate"}}.get(screen.path.stem, {})
    opened = _open(board, screen.file, sample_folder, "keeper", monkeypatch, **query)
    said = re.sub(
        r":material/\w+:|:\w+(?:-badge)?\[|\d{8}-\d{6}-\w+|https?://\S+|<[^>]+>|\b[DX]\dSX\d+|[A-Z]{2}-\d{4}-\d+",
        "",
        _said(opened),
    )
    assert {word for word in _LATIN.findall(said) if word not in _ALLOWED} <= {"GB", "CGCS", "MB"}


def _hand_in(board: AppTest, folder: Path, name: str, content: bytes, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    opened = _open(board, "ledgers/upload.py", folder, "clerk", monkeypatch)
    return opened.file_uploader[0].upload(name, content).run()


def test_every_sheet_of_the_sample_can_be_handed_in_again_on_the_page(
    board: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = sorted((SAMPLE / "sheets").iterdir())[::6]
    opened = _open(board, "ledgers/upload.py", sample_folder, "clerk", monkeypatch)
    for sheet in sheets:
        opened = opened.file_uploader[0].upload(sheet.name, sheet.read_bytes()).run()
        assert not opened.error, (sheet.name, [each.value for each in opened.error])


@pytest.mark.parametrize("kind", ledgers(), ids=lambda each: each.name)
def test_rows_of_every_ledger_are_previewed_with_what_they_would_bring(
    board: AppTest, sample_folder: Path, kind: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ["\t".join(("序号", *(column.title for column in kind.columns)))]
    rows += ["\t".join((str(number), *row[1:])) for number, row in enumerate(examples(kind, ("石门镇", "永安镇")), start=1)]
    content = "\n".join(rows).encode("gb18030")
    opened = _hand_in(board, sample_folder, f"{kind.title}.csv", content, monkeypatch)
    assert not opened.error, [each.value for each in opened.error]
    assert any(f"→ **{kind.title}**：可收 **2** 行" in each.value for each in opened.markdown)
    assert {each.label: each.value for each in opened.metric}["新增"] == "2"
    assert any(each.label.startswith("确认入库") for each in opened.button)


def test_an_accepted_sheet_says_what_it_brought_and_the_same_file_changes_nothing(
    board: AppTest, empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = "隐患编号,乡镇,存在问题,整改时限\nA-1,石门镇,通道堵塞,2026-06-30\nA-2,石门镇,护栏缺失,立行立改\n".encode("gbk")
    opened = _hand_in(board, empty_folder, "自查.csv", content, monkeypatch)
    opened = _press(opened, "确认入库")
    assert [each.value for each in opened.error] == ["**还没有写报送人。** 在“报送人”一栏写上姓名，再点一次。"]
    _sign(opened, "张例", "报送人")
    opened = _press(opened, "确认入库")
    assert any("已收入安全隐患排查整改台账：新增 2、更新 0、不变 0、待改 0。" in each.value for each in opened.success)
    del opened.session_state["filed"]
    opened = opened.run()
    opened = next(each for each in opened.button if each.label == "确认入库").click().run()
    assert any("这个文件已经报过" in each.value for each in opened.success)


def test_a_pasted_bulletin_is_previewed_and_filed_like_a_sheet(
    board: AppTest, sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = _open(board, "ledgers/upload.py", shutil.copytree(sample_folder, tmp_path / "own"), "clerk", monkeypatch)
    opened = opened.text_area[0].set_value("今天雨很大").run()
    assert _errors(opened) == ["**没有找到时段。** 通报里要写明从几日几时到几日几时，例如“21日14时至22时”。"]
    opened = opened.text_area[0].set_value("2026年6月26日6时至14时：石门镇86.7、永安镇、48.4.青溪镇39.4").run()
    assert not opened.error
    assert {each.label: each.value for each in opened.metric}["新增"] == "3"
    _sign(opened, "张例", "报送人")
    opened = _press(opened, "确认入库")
    assert any("已收入雨情台账：新增 3" in each.value for each in opened.success)


def test_a_workbook_of_two_units_is_previewed_and_filed_unit_by_unit(
    board: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = workbook(
        {
            name: f"""
            | 填报单位：{name}人民政府 截止日期：2026年6月2{place}日 |
            | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改状态 |
            | {name}-1 | {name} | 示例店   | 通道堵塞 | 整改中   |
            """
            for place, name in enumerate(("石门镇", "永安镇"))
        }
    )
    opened = _hand_in(board, sample_folder, "两镇.xlsx", content, monkeypatch)
    assert [each.value for each in opened.info] == ["这个文件按台账、填报单位和数据日期分成 2 次上报，一起入库，可以分别撤销。"]
    assert [each.value for each in opened.markdown if each.value.startswith("**确认后")] == [
        "**确认后，安全隐患排查整改台账的变化**（填报单位 石门镇人民政府，数据日期 2026-06-20，按编号更新）",
        "**确认后，安全隐患排查整改台账的变化**（填报单位 永安镇人民政府，数据日期 2026-06-21，按编号更新）",
    ]
    opened = opened.text_input[0].input("县应急局").run()
    assert "表头写明填报单位的（石门镇人民政府、永安镇人民政府）按表头入库，选项里的“县应急局”只用于表头没写的。" in [
        each.value for each in opened.info
    ]


def test_a_file_that_is_no_sheet_is_answered_with_its_cure(
    board: AppTest, empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = _hand_in(board, empty_folder, "通知.xlsx", b"PK\x03\x04 not a workbook", monkeypatch)
    assert [each.value for each in opened.error] == [
        "**“通知.xlsx”打不开，文件可能已损坏或不是表格。** 用 Excel 或 WPS 打开并另存为 .xlsx 后再上传。"
    ]


def _press(board: AppTest, label: str) -> AppTest:
    return next(each for each in board.button if each.label == label).click().run()


def _sign(board: AppTest, name: str, title: str = "操作人") -> None:
    next(each for each in board.text_input if each.label == f"{title}（必填）").set_value(name)


def _errors(board: AppTest) -> list[str]:
    return [each.value for each in board.error]


def test_an_upload_is_taken_back_and_brought_again_only_with_a_name_and_a_reason(
    board: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def states(opened: AppTest) -> list[str]:
        return [each.label for each in opened.button if "这次上报" in each.label]

    def reason(opened: AppTest) -> None:
        next(each for each in opened.text_input if each.label == "原因（必填）").set_value("报错了文件")

    opened = _open(board, "ledgers/history.py", sample_folder, "keeper", monkeypatch)
    assert states(opened) == ["撤销这次上报"]
    opened = _press(opened, "撤销这次上报")
    assert any(re.match(r"撤销后，.+有 \d+ 条不再出现", each.value) for each in opened.info), "the effect is told first"
    assert states(opened) == ["撤销这次上报"], "nothing is changed yet"
    opened = _press(opened, "确认撤销")
    assert _errors(opened) == ["**还没有写操作人。** 在“操作人”一栏写上姓名，再点一次。"]
    _sign(opened, "李例")
    opened = _press(opened, "确认撤销")
    assert _errors(opened) == ["**还没有写原因。** 写上为什么撤销，再点一次“确认撤销”。"]
    reason(opened)
    opened = _press(opened, "确认撤销")
    assert states(opened) == ["恢复这次上报"]
    assert any("由 李例 撤销，不再计入。" in each.value for each in opened.warning)
    opened = _press(opened, "恢复这次上报")
    assert next(each for each in opened.text_input if each.label == "操作人（必填）").value == "李例", "the name is asked once"
    reason(opened)
    opened = _press(opened, "确认恢复")
    assert states(opened) == ["撤销这次上报"]
    told = opened.dataframe[1].value
    assert told[["做了什么", "操作人", "原因"]].to_numpy().tolist() == [
        ["恢复", "李例", "报错了文件"],
        ["撤销", "李例", "报错了文件"],
        ["收入", "示例数据", ""],
    ]


@pytest.fixture
def own_sample(sample_folder: Path, tmp_path: Path) -> Path:
    """The sample county's store, to be changed."""
    return shutil.copytree(sample_folder, tmp_path / "own")


def _boundaries(names: int = 24) -> bytes:
    """Return the sample's outlines; from the ``names``-th on they are those of another county."""
    document = json.loads((SAMPLE / "boundaries.geojson").read_text("utf-8"))
    for place, feature in enumerate(document["features"]):
        if place >= names:
            feature["properties"] = {"name": f"外县{place}镇", "code": None}
    return json.dumps(document, ensure_ascii=False).encode()


def test_boundaries_are_shown_before_they_are_used_and_can_be_brought_back(
    board: AppTest, own_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def labels() -> set[str]:
        return {each.label for each in opened.button}

    opened = _open(board, "keeping/settings.py", own_sample, "keeper", monkeypatch)
    opened = opened.file_uploader[0].upload("外县.geojson", _boundaries(0)).run()
    assert any("没有一个边界对得上乡镇名录，不能使用。" in each for each in _errors(opened))
    assert "用它作为本县边界" not in labels()

    opened = opened.file_uploader[0].upload("半县.geojson", _boundaries(7)).run()
    assert {each.label: each.value for each in opened.metric} == {
        "边界": "24 个",
        "对得上名录": "7 / 24",
        "名录里没有的边界": "17 个",
    }
    assert next(each for each in opened.button if each.label == "用它作为本县边界").disabled
    opened.checkbox[0].check().run()
    assert not next(each for each in opened.button if each.label == "用它作为本县边界").disabled

    opened = opened.file_uploader[0].upload("新界.geojson", _boundaries(22)).run()
    assert (own_sample / "boundaries.geojson").read_bytes() != _boundaries(22), "nothing is kept yet"
    opened = _press(opened, "用它作为本县边界")
    assert _errors(opened) == ["**还没有写操作人。** 在“操作人”一栏写上姓名，再点一次。"]
    _sign(opened, "李例")
    opened = _press(opened, "用它作为本县边界")
    assert [each.value for each in opened.success] == [
        "已改用“新界.geojson”的 24 个乡镇边界。以前的边界可以在“以前的边界”里恢复。"
    ]
    assert (own_sample / "boundaries.geojson").read_bytes() == _boundaries(22)

    choice = next(each for each in opened.selectbox if each.key == "former_boundaries")
    opened = choice.set_value(0).run()
    opened = _press(opened, "恢复到这一版")
    assert "boundaries.geojson" in opened.success[0].value
    assert (own_sample / "boundaries.geojson").read_bytes() == (SAMPLE / "boundaries.geojson").read_bytes()


def test_county_settings_are_saved_refused_and_brought_back_on_the_page(
    board: AppTest, own_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = _open(board, "keeping/settings.py", own_sample, "keeper", monkeypatch)
    first = opened.text_area[0].value
    opened.text_area[0].set_value("access = 5")
    opened = _press(opened, "保存县设置")
    assert _errors(opened) == ["**还没有写操作人。** 在“操作人”一栏写上姓名，再点一次。"]
    _sign(opened, "李例")
    opened = _press(opened, "保存县设置")
    assert _errors(opened) == [
        "**县设置的 access 写的是 5，应是一段。** 另起一行写 [access]，下面写 loopback_role、network_role。"
    ]
    opened.text_area[0].set_value(first.replace("云岭县（示例）", "云岭县（试）"))
    opened = _press(opened, "保存县设置")
    assert [each.value for each in opened.success] == ["县设置已保存。以前的内容可以在“以前的县设置”里恢复。"]
    assert "云岭县（试）" in _said(opened)
    choice = next(each for each in opened.selectbox if each.key == "former_county")
    opened = choice.set_value(0).run()
    opened = _press(opened, "恢复到这一版")
    assert (own_sample / "county.toml").read_text("utf-8") == first
    changes = house.desk().ask("history/changes", {"most": 2})
    assert changes[["what", "done_by"]].to_numpy().tolist() == [["county", "李例"], ["county", "李例"]]


@pytest.mark.parametrize("screen", [each for each in SCREENS if each.is_listed], ids=lambda each: each.file)
def test_a_county_file_broken_by_hand_kills_no_page_and_the_keeper_is_told(
    board: AppTest, own_sample: Path, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_sample / "county.toml").write_text("access = 5", "utf-8")
    opened = _open(board, screen.file, own_sample, "keeper", monkeypatch)
    assert opened.title
    assert _errors(opened) == [
        "**县设置文件有误，现在用的是作战图自带的设置：县设置的 access 写的是 5，应是一段。** "
        "另起一行写 [access]，下面写 loopback_role、network_role。"
    ]
    house.keeper.close()
    assert not _errors(_open(board, "overview/overview.py", own_sample, "viewer", monkeypatch)), "only the keeper can mend it"


def test_the_commander_sees_why_decides_with_a_reason_and_the_decision_stays_with_the_point(
    board: AppTest, sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(sample_folder, tmp_path / "own")
    opened = _open(board, "flood/command.py", folder, "leader", monkeypatch)
    assert not opened.error
    said = _said(opened)
    assert "**当前有效预警（4 条）**" in said
    assert "要转移 1937 人，已安排 639 人，缺口 1298 人" in said
    opened.session_state["advised"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    opened = opened.run()
    assert any("地质灾害" in each.value and "极高风险" in each.value for each in opened.markdown), "the reason is told"
    opened = _press(opened, "记下结论")
    assert _errors(opened) == ["**还没有写操作人。** 在“操作人”一栏写上姓名，再点一次。"]
    _sign(opened, "李例")
    opened.radio[0].set_value(True)
    opened.radio[1].set_value("early")
    opened = _press(opened, "记下结论")
    assert _errors(opened), "no decision without a reason"
    next(each for each in opened.text_input if each.label == "依据（必填）").set_value("会商：雨还要下")
    opened = _press(opened, "记下结论")
    assert any(each.value.startswith("已确认提前避让：李例，06月26日14:00。会商：雨还要下") for each in opened.info)


def test_what_would_come_next_is_a_list_to_prepare(board: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = _open(board, "flood/command.py", sample_folder, "viewer", monkeypatch)
    assert "预备名单" not in _said(opened)
    opened = opened.slider[0].set_value(40).run()
    assert "**假如未来 3 小时再下 40 毫米**：新增 18 处，685 人。" in _said(opened)
    assert not opened.radio, "who may only look decides nothing"


def test_tenths_of_a_millimetre_stand_under_one_another(
    board: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = _open(board, "flood/command.py", sample_folder, "viewer", monkeypatch)
    stations = next(each for each in opened.dataframe if "读数合计（毫米）" in each.value)
    assert 161.0 in set(stations.value["读数合计（毫米）"])
    said = json.loads(stations.proto.columns)
    assert said["读数合计（毫米）"]["type_config"]["format"] == "%.1f", "161 under 171.1 reads 161.0"
    plan = next(each for each in opened.dataframe if "人数" in each.value)
    assert "人数" not in json.loads(plan.proto.columns), "people are whole"


def test_a_moment_of_the_storm_can_be_looked_at_again(
    board: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = _open(board, "flood/flood.py", sample_folder, "viewer", monkeypatch, as_of="2026-06-26T06:00")
    assert not opened.error
    assert any("正在看 2026年06月26日06:00 的情况，不是现在。" in each.value for each in opened.warning)
    earlier = _numbers(opened)
    house.keeper.close()
    assert _numbers(_open(board, "flood/flood.py", sample_folder, "viewer", monkeypatch, as_of="2026-06-26T14:00")) != earlier
    house.keeper.close()
    wrong = _open(board, "flood/flood.py", sample_folder, "viewer", monkeypatch, as_of="2026-06-26T6点")
    assert any(each.value.startswith("**网址里的日期“2026-06-26T6点”不对。**") for each in wrong.warning)


def _numbers(board: AppTest) -> list[str]:
    return [each.value for each in board.metric]


def test_a_row_tells_which_uploads_touched_it_and_what_changed(
    board: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(sample_folder))
    opened = _open(board, "ledgers/row.py", sample_folder, "keeper", monkeypatch, ledger="hazard", key="YJ-2026-0083")
    said = _said(opened)
    assert "现在的内容来自 **安委办_重大事故隐患清单.xlsx** 的工作表 **重大隐患**" in said
    assert len(opened.expander) >= 2
    assert not opened.error
