"""Each role × each screen, on an empty and on the sample store: it opens, or refuses in words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from riskwatch.desk import SAMPLE, make_sample
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
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample county's store, made once."""
    folder = tmp_path_factory.mktemp("sample") / "store"
    make_sample(folder).store.close()
    return folder


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
    query = {"township": "石门镇"} if screen.path.stem == "township" else {}
    if not may(role, screen.deed):
        at_home = _open(board, "overview/overview.py", sample_folder, role, monkeypatch)
        with pytest.raises(ValueError, match="page"):
            at_home.switch_page(str(screen.path))
        return
    opened = _open(board, screen.file, sample_folder, role, monkeypatch, **query)
    assert not opened.exception
    assert not opened.error, [each.value for each in opened.error]
    if screen.path.stem != "row":
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
    query = {"township": "石门镇"} if screen.path.stem == "township" else {}
    opened = _open(board, screen.file, sample_folder, "keeper", monkeypatch, **query)
    said = re.sub(
        r":material/\w+:|:\w+(?:-badge)?\[|\d{8}-\d{6}-\w+|https?://\S+|<[^>]+>|\b[DX]\dSX\d+|[A-Z]{2}-\d{4}-\d+",
        "",
        _said(opened),
    )
    assert {word for word in _LATIN.findall(said) if word not in _ALLOWED} <= {"GB", "CGCS"}


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


def test_an_accepted_sheet_says_what_it_brought_and_the_same_file_changes_nothing(
    board: AppTest, empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = "隐患编号,乡镇,存在问题,整改时限\nA-1,石门镇,通道堵塞,2026-06-30\nA-2,石门镇,护栏缺失,立行立改\n".encode("gbk")
    opened = _hand_in(board, empty_folder, "自查.csv", content, monkeypatch)
    opened = next(each for each in opened.button if each.label == "确认入库").click().run()
    assert any("已收入安全隐患排查整改台账：新增 2、更新 0、不变 0、待改 0。" in each.value for each in opened.success)
    del opened.session_state["filed"]
    opened = opened.run()
    opened = next(each for each in opened.button if each.label == "确认入库").click().run()
    assert any("这个文件已经报过" in each.value for each in opened.success)


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


def test_an_upload_can_be_taken_back_and_brought_again_on_the_page(
    board: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def states(opened: AppTest) -> list[str]:
        return [each.label for each in opened.button if "这次上报" in each.label]

    opened = _open(board, "ledgers/history.py", sample_folder, "keeper", monkeypatch)
    assert states(opened) == ["撤销这次上报"]
    opened = next(each for each in opened.button if each.label == "撤销这次上报").click().run()
    assert states(opened) == ["恢复这次上报"]
    opened = next(each for each in opened.button if each.label == "恢复这次上报").click().run()
    assert states(opened) == ["撤销这次上报"]


def test_a_row_tells_which_uploads_touched_it_and_what_changed(
    board: AppTest, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(sample_folder))
    opened = _open(board, "ledgers/row.py", sample_folder, "keeper", monkeypatch, ledger="hazard", key="YJ-2026-0083")
    said = _said(opened)
    assert "现在的内容来自 **安委办_重大事故隐患清单.xlsx** 的工作表 **重大隐患**" in said
    assert len(opened.expander) >= 2
    assert not opened.error
