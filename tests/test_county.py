"""Is every wrong county.toml refused in words, is nothing kept that a page would die of, and is there a way back?"""

import copy
import json
import logging
import shutil
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_

from riskwatch import desk as desk_module
from riskwatch.desk import SAMPLE, Desk, defaults_of
from riskwatch.model.county import FloodSeason, county, county_from_text
from riskwatch.model.county_file import read_county_text
from riskwatch.model.files import DATA
from riskwatch.model.refusal import Refusal
from riskwatch.store import exchange as exchange_module
from riskwatch.store.exchange import exchange
from tests.lines import run
from tests.paper import workbook

WRONG: dict[str, tuple[str, str, str]] = {
    # what is wrong: the text, what the keeper reads, the cure
    "a section written as a number": (
        "access = 5",
        "县设置的 access 写的是 5，应是一段。",
        "另起一行写 [access]，下面写 loopback_role、network_role。",
    ),
    "an unknown role": (
        '[access]\nloopback_role = "admin"',
        "县设置 [access] 段的 loopback_role 写的是“admin”，应是加引号的角色名：clerk、display、keeper、leader、viewer。",
        'loopback_role = "viewer"',
    ),
    "a role that is no text": ("[access]\nnetwork_role = true", "network_role 写的是 true，应是加引号的角色名", "viewer"),
    "a misspelt key": ("holiday = []", "县设置里不认识“holiday”。", "是不是“holidays”？"),
    "a key that is near nothing": ('colour = "red"', "县设置里不认识“colour”。", "改成认识的名称，或删掉：name、code"),
    "a misspelt section": ('[flood_seasons]\nstart = "05-01"', "县设置里不认识“flood_seasons”。", "是不是“flood_season”？"),
    "a key of the file's head below a section": (
        '[access]\nloopback_role = "keeper"\ncrs = "EPSG:4490"',
        "县设置 [access] 段里不能有“crs”。",
        "把这一行移到文件开头，放在所有方括号段的前面。",
    ),
    "an unknown key of an event": (
        '[[event]]\nname = "清零"\nkind = "deadline"\non = 2026-07-01\nsourc = "会议"',
        "县设置第 1 个 [[event]] 段（清零）里不认识“sourc”。",
        "是不是“source”？",
    ),
    "one bracket where two belong": (
        '[event]\nname = "清零"',
        "县设置的 [event] 可以有几段，要用两层方括号。",
        "这一段的开头写成 [[event]]。",
    ),
    "an event without its day": (
        '[[event]]\nname = "清零"\nkind = "deadline"',
        "县设置第 1 个 [[event]] 段（清零）缺少 on。",
        "on = 2026-12-31",
    ),
    "a day in quotes": (
        '[[event]]\nname = "清零"\nkind = "deadline"\non = "2026-07-01"',
        "的 on 写的是“2026-07-01”，应是一个日期（2000 至 2100 年），不加引号。",
        "改成 on = 2026-12-31 这样。",
    ),
    "a day with an hour": ("is_sample = true\ntoday = 2026-06-26T08:00:00", "today 写的是 2026-06-26 08:00:00", "应是一个日期"),
    "a day of the first century": ("holidays = [0026-01-01]", "holidays 写的是一组内容", "[2026-01-01, 2026-10-01]"),
    "a day that stands still on a real county": ("today = 2026-06-26", "会让作战图的日期永远停住", "删掉 today 这一行。"),
    "a name that is no text": ("name = 12", "县设置的 name 写的是 12，应是加引号的县名", 'name = "云岭县"'),
    "an empty name": ('name = "  "', "县设置的 name 写的是“”", "改成 name"),
    "a name with a tag": ('name = "<b>云岭县</b>"', "不含 < >", "改成 name"),
    "a code of five digits": ('code = "51990"', "code 写的是“51990”，应是加引号的 6 位行政区划代码", 'code = "519901"'),
    "a code without quotes": ("code = 519901", "code 写的是 519901，应是加引号的 6 位行政区划代码", 'code = "519901"'),
    "another country's coordinates": ('crs = "EPSG:3857"', "crs 写的是“EPSG:3857”，应是坐标系代号", 'crs = "EPSG:4490"'),
    "coordinates by their name": ('crs = "西安80"', "crs 写的是“西安80”", "EPSG:4513 到 EPSG:4554"),
    "a truth as a number": ("due_immediate_days = true", "due_immediate_days 写的是 true，应是 0 到 365 之间的整数", "= 3"),
    "half a day": ("due_immediate_days = 2.5", "due_immediate_days 写的是 2.5", "之间的整数"),
    "a season that ends before it begins": (
        '[flood_season]\nstart = "09-01"\nend = "05-01"\nmain_start = "06-01"\nmain_end = "08-31"',
        "县设置 [flood_season] 段的日期先后不对",
        "主汛期要落在汛期之内，开始不能晚于结束。",
    ),
    "a season with a day that is not there every year": (
        '[flood_season]\nstart = "02-29"\nend = "09-30"\nmain_start = "06-01"\nmain_end = "08-31"',
        "[flood_season] 段的 start 写的是“02-29”，应是每年都有的月-日",
        'start = "05-01"',
    ),
    "half a season": ('[flood_season]\nstart = "05-01"', "[flood_season] 段缺少 end、main_start、main_end。", "补上，例如 end"),
    "a threshold that nobody asks": (
        '[[threshold]]\nname = "due_son_days"\nvalue = 7\nsource = "惯例"',
        "县设置第 1 个 [[threshold]] 段（due_son_days）不是作战图用到的阈值。",
        "是不是“due_soon_days”？",
    ),
    "a threshold as text": (
        '[[threshold]]\nname = "due_soon_days"\nvalue = "七天"\nsource = "惯例"',
        "县设置第 1 个 [[threshold]] 段（due_soon_days）的 value 写的是“七天”，应是数字，不加引号和单位。",
        "改成 value = 7 这样。",
    ),
    "a threshold below nothing": (
        '[[threshold]]\nname = "due_soon_days"\nvalue = -1\nsource = "惯例"',
        "value 写的是 -1，应是 0 到 3650 之间的整数",
        "value = 7",
    ),
    "a threshold without end": (
        '[[threshold]]\nname = "rain_near_km"\nvalue = inf\nsource = "惯例"',
        "value 写的是 inf，应是数字",
        "value = ",
    ),
    "a share in percent": (
        '[[threshold]]\nname = "on_time_good_share"\nvalue = 95\nsource = "惯例"',
        "value 写的是 95，应是 0 到 1 之间的数字（5% 写 0.05）。",
        "value = 0.05",
    ),
    "a threshold without its source": (
        '[[threshold]]\nname = "due_soon_days"\nvalue = 7',
        "县设置第 1 个 [[threshold]] 段（due_soon_days）缺少 source。",
        "补上，例如 source",
    ),
    "a threshold in another unit": (
        '[[threshold]]\nname = "due_soon_days"\nvalue = 2\nunit = "周"\nsource = "惯例"',
        "的单位写的是“周”，作战图按“天”计算。",
        "把数值换算过来",
    ),
    "grades that do not rise": (
        '[[threshold]]\nname = "medium_people_count"\nvalue = 500\nsource = "惯例"',
        "县设置的险情等级界线不是由小到大：medium_people_count = 500、large_people_count = 500、extra_large_people_count = 1000。",
        "中型、大型、特大型的界线要一级比一级大，三项一起核对后改正。",
    ),
    "a threshold twice": (
        '[[threshold]]\nname = "patrol_days"\nvalue = 3\nsource = "一"\n[[threshold]]\nname = "patrol_days"\nvalue = 4\nsource = "二"',
        "县设置第 1 个和第 2 个 [[threshold]] 段重复（name = “patrol_days”）。",
        "删掉一段",
    ),
    "a rain that is told to go before it is told to prepare": (
        '[[rain_threshold]]\nwindow_h = 1\nprepare_mm = 60\nimmediate_mm = 35\nsource = "预案"',
        "立即转移雨量 35 小于准备转移雨量 60。",
        "immediate_mm 不能小于 prepare_mm",
    ),
    "a rain band without rain": (
        '[[rain_band]]\nwindow_h = 24\nname = "暴雨"\nsource = "国标"',
        "县设置第 1 个 [[rain_band]] 段（暴雨）缺少 from_mm。",
        "from_mm = 50",
    ),
    "Chinese quotes": (
        "code = ''\nname = “云岭县”",
        "县设置第 2 行第 8 列附近写法不对：“name = “云岭县””。",
        "用了中文标点：引号、等号、逗号、方括号都要用英文半角的。",
    ),
    "no quotes": ("name = 云岭县", "县设置第 1 行第 8 列附近写法不对：“name = 云岭县”。", "文字两边要加英文引号"),
    "a quote that is not closed": ('name = "云岭县\ncode = ""', "县设置第 1 行", "引号没有成对"),
    "the same key twice": ('name = "甲"\nname = "乙"', "县设置第 2 行", "同一项写了两次，删掉一处。"),
    "a day that is not there": ("holidays = [2026-02-30]", "县设置第 1 行", "没有这一天"),
    "brackets without end": ("a = " + "[" * 3000, "嵌套太深", "对照原文"),
}


@pytest.mark.parametrize(("text", "says", "fix"), WRONG.values(), ids=WRONG)
def test_a_wrong_county_file_is_refused_with_place_fault_and_cure(text: str, says: str, fix: str) -> None:
    with pytest.raises(Refusal) as refused:
        county_from_text(text)
    assert says in refused.value.says
    assert fix in refused.value.fix or fix in refused.value.says
    for english in ("Traceback", "Expected", "Invalid", "line ", "column", "Error", "None"):
        assert english not in str(refused.value)


def test_the_products_own_and_the_samples_file_are_right() -> None:
    assert county(DATA / "county.toml").name == "本县（未设置）"
    assert county(SAMPLE / "county.toml").name == "云岭县（示例）"


def test_what_a_county_leaves_out_comes_from_the_product() -> None:
    found = county_from_text(
        'name = "石门县"\n[access]\nnetwork_role = "leader"\n[[threshold]]\nname = "due_soon_days"\nvalue = 3\nsource = "县办"'
    )
    assert found.access == {"loopback_role": "keeper", "network_role": "leader"}
    soon = found.thresholds["due_soon_days"]
    assert (soon.title, soon.value, soon.unit, soon.source) == ("临期提醒天数", 3, "天", "县办")
    assert found.thresholds["unreported_days"].value == 30
    assert found.flood_season is not None


def test_a_file_from_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "county.toml"
    path.write_bytes(b"\xef\xbb\xbf" + 'name = "石门县"\r\ncode = "519902"\r\n'.encode())
    assert county(path).name == "石门县"
    path.write_bytes('code = ""\nname = "石门县"\n'.encode("gbk"))
    with pytest.raises(Refusal, match=r"县设置第 2 行附近的文字编码不对。用记事本打开，另存为，编码选 UTF-8。"):
        county(path)


# --- any file ---

_VALUES = any_.one_of(
    any_.none(),
    any_.booleans(),
    any_.integers(-(10**20), 10**20),
    any_.floats(),
    any_.text(max_size=12),
    any_.sampled_from(["keeper", "EPSG:4544", "EPSG:3857", "05-01", "13-01", "due_soon_days", "519901", ""]),
    any_.dates(),
    any_.datetimes(),
    any_.times(),
    any_.lists(any_.dates(), max_size=2),
    any_.dictionaries(any_.sampled_from(["name", "value"]), any_.integers(), max_size=2),
)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=True).replace("\\ud", "\\u0041d")  # no half characters
    if isinstance(value, float):
        return str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(name)} = {_toml(each)}" for name, each in value.items()) + "}"
    return str(value)


def _places(entries: dict[str, Any]) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for name, value in entries.items():
        found.append((name,))
        if isinstance(value, dict):
            found += [(name, key) for key in value]
        if isinstance(value, list) and value and isinstance(value[0], dict):
            found += [(name, number, key) for number, each in enumerate(value) for key in each]
    return found


_SAMPLE = read_county_text((SAMPLE / "county.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def wandering(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> Any:
    made = Desk(shutil.copytree(empty_store, tmp_path_factory.mktemp("any") / "store"))
    made.set_boundaries((SAMPLE / "boundaries.geojson").read_bytes(), "boundaries.geojson")
    yield made
    made.store.close()


@settings(max_examples=200, deadline=None)
@given(place=any_.sampled_from(_places(_SAMPLE)), value=_VALUES)
def test_whatever_stands_in_the_file_is_refused_in_words_or_every_page_can_be_built(
    wandering: Desk, place: tuple[Any, ...], value: Any
) -> None:
    entries = copy.deepcopy(_SAMPLE)
    holder: Any = entries
    for step in place[:-1]:
        holder = holder[step]
    if value is None:
        del holder[place[-1]]
    else:
        holder[place[-1]] = value
    text = "\n".join(f"{_toml(name)} = {_toml(each)}" for name, each in entries.items())
    refused = None
    try:
        found = county_from_text(text)
    except Refusal as said:
        refused = said
    if refused is not None:
        assert refused.says.startswith("县设置")
        assert refused.fix
        return
    for seen in (None, date(2024, 2, 29), datetime(2026, 6, 26, 14)):
        defaults = defaults_of(found, seen)
        json.loads(str(defaults["county_rain_thresholds"]))
    assert all(each.on for each in found.events)
    assert {"loopback_role", "network_role"} <= set(found.access)
    assert wandering._surveyed(found, wandering._own_boundaries(found)).geojson


# --- keeping one ---


def test_a_wrong_text_is_not_kept_and_leaves_no_trace(desk: Desk) -> None:
    desk.set_county('name = "石门县"\n', "李例")
    version, kept = desk.version, (desk.folder / "county.toml").read_bytes()
    with pytest.raises(Refusal, match="县设置的 access 写的是 5"):
        desk.set_county("access = 5", "李例")
    assert desk.version == version
    assert (desk.folder / "county.toml").read_bytes() == kept
    assert [path.name for path in desk.folder.iterdir() if path.suffix in (".part", ".before")] == []
    assert desk.county.name == "石门县"


def test_a_text_that_locks_the_keeper_out_is_not_kept(desk: Desk) -> None:
    with pytest.raises(Refusal, match="这样保存后，谁都不能再打开设置。"):
        desk.set_county('[access]\nloopback_role = "viewer"\nnetwork_role = "viewer"', "李例")


def test_coordinates_that_break_the_kept_boundaries_are_refused(desk: Desk) -> None:
    shapes = json.loads((SAMPLE / "boundaries.geojson").read_text("utf-8"))
    shapes.pop("crs", None)
    desk.set_boundaries(json.dumps(shapes, ensure_ascii=False).encode(), "乡镇.geojson")
    with pytest.raises(Refusal, match="按这个设置读不了本县现在的边界：") as refused:
        desk.set_county('crs = "EPSG:4544"', "李例")
    assert refused.value.fix
    assert desk.landscape.has_boundaries


def test_a_former_text_is_listed_and_can_be_brought_back(desk: Desk) -> None:
    desk.set_county('name = "甲县"\n', "张三")
    desk.set_county('name = "乙县"\n', "李四")
    desk.set_county('name = "丙县"\n', "王五")
    former = desk.former_settings("county")
    assert [(each.done_by, each.content) for each in former] == [
        ("李四", 'name = "乙县"\n'.encode()),
        ("张三", 'name = "甲县"\n'.encode()),
    ]
    assert former[1].content is not None
    desk.set_county(former[1].content.decode(), "王五")
    assert desk.county.name == "甲县"
    assert desk.former_settings("county")[0].content == 'name = "丙县"\n'.encode()


def test_a_file_edited_by_hand_before_the_first_change_is_listed_too(desk: Desk) -> None:
    (desk.folder / "county.toml").write_text('name = "手写县"\n', "utf-8")
    desk.set_county('name = "甲县"\n', "张三")
    (former,) = desk.former_settings("county")
    assert (former.content, former.is_before, former.done_by) == ('name = "手写县"\n'.encode(), True, "张三")


# --- a file broken by hand ---


def reopened(desk: Desk, text: str) -> Desk:
    desk.store.close()
    (desk.folder / "county.toml").write_text(text, "utf-8")
    return Desk(desk.folder)


def test_a_file_broken_by_hand_gives_the_last_good_one_and_says_so(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.set_county('name = "甲县"\n', "张三")
    desk.set_county('name = "乙县"\n', "张三")
    with caplog.at_level(logging.WARNING, "riskwatch"):
        again = reopened(desk, 'name = "丙县"\naccess = 5\n')
        assert again.county.name == "乙县"
    (fault,) = again.faults
    assert fault.says == "县设置文件有误，现在用的是上一次正确的设置：县设置的 access 写的是 5，应是一段。"
    assert [record.message for record in caplog.records] == [str(fault)]
    again.set_county('name = "丁县"\n', "张三")
    assert again.faults == ()
    assert again.county.name == "丁县"
    again.store.close()


def test_without_a_good_one_the_products_own_serves(desk: Desk) -> None:
    again = reopened(desk, "???")
    assert again.county.name == "本县（未设置）"
    assert len(again.faults) == 1
    assert again.landscape.geojson
    again.store.close()


def test_boundaries_broken_by_hand_give_tiles_and_say_so(desk: Desk) -> None:
    desk.set_boundaries((SAMPLE / "boundaries.geojson").read_bytes(), "boundaries.geojson")
    desk.store.close()
    (desk.folder / "boundaries.geojson").write_bytes(b"half a file")
    again = Desk(desk.folder)
    (fault,) = again.faults
    assert fault.says == "本县的边界文件有误，现在用等大方格代替：“boundaries.geojson”不是边界文件。"
    assert not again.landscape.has_boundaries
    again.set_county('name = "甲县"\n', "张三")  # one thing after the other
    again.set_boundaries((SAMPLE / "boundaries.geojson").read_bytes(), "boundaries.geojson")
    assert again.faults == ()
    again.store.close()


def test_the_command_line_says_what_is_broken_and_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(desk.folder))
    desk.store.close()
    (desk.folder / "county.toml").write_text("access = 5", "utf-8")
    said = run("ask", "hazards/totals", "--json")
    assert said.status == 0
    assert said.document["columns"]
    assert said.err == (
        "县设置文件有误，现在用的是作战图自带的设置：县设置的 access 写的是 5，应是一段。"
        "另起一行写 [access]，下面写 loopback_role、network_role。\n"
    )
    assert run("questions", "--json").status == 0
    assert run("doctor").status == 1
    sheet = tmp_path / "台账.xlsx"
    sheet.write_bytes(workbook("| 隐患编号 | 乡镇 | 隐患描述 |\n| A-1 | 石门镇 | 护栏缺失 |"))
    (desk.folder / "risk.duckdb").unlink()
    said = run("check", sheet)
    assert said.status == 0
    assert "县设置文件有误，没有采用：" in said.err


# --- files and the record of them: both or neither ---


def _kept(desk: Desk) -> tuple[bytes, str, int]:
    return (desk.folder / "county.toml").read_bytes(), desk.version, len(desk.ask("history/settings"))


def test_a_failure_to_write_it_down_leaves_the_former_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.set_county('name = "甲县"\n', "张三")
    before = _kept(desk)

    def broken(*_: object) -> None:
        raise RuntimeError("the power fails")

    monkeypatch.setattr(desk.store, "note_change", broken)
    with pytest.raises(RuntimeError):
        desk.set_county('name = "乙县"\n', "张三")
    monkeypatch.undo()
    assert _kept(desk) == before
    assert desk.county.name == "甲县"


def test_a_failure_of_the_commit_puts_the_former_file_back(desk: Desk) -> None:
    desk.set_county('name = "甲县"\n', "张三")
    before = _kept(desk)

    def broken() -> None:
        raise RuntimeError("the power fails after the files were put")

    with pytest.raises(RuntimeError):
        exchange(desk.store, {"county.toml": b"x = 1"}, what="county", done_by="", details={}, put=broken)
    assert _kept(desk) == before
    assert sorted(path.name for path in desk.folder.glob("county.toml*")) == ["county.toml"]


def test_a_full_disk_is_told_in_words_and_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.set_county('name = "甲县"\n', "张三")
    before = _kept(desk)

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(exchange_module, "_put", full)
    with pytest.raises(Refusal, match="文件写不进库的文件夹，什么都没有改变。"):
        desk.set_county('name = "乙县"\n', "张三")
    monkeypatch.undo()
    assert _kept(desk) == before


def test_a_process_that_dies_before_the_commit_leaves_the_former_file(desk: Desk) -> None:
    desk.set_county('name = "甲县"\n', "张三")
    desk.store.close()
    (desk.folder / "county.toml.before").write_text('name = "甲县"\n', "utf-8")
    (desk.folder / "county.toml").write_text('name = "乙县"\n', "utf-8")
    (desk.folder / "boundaries.geojson.before").write_bytes(b"")
    (desk.folder / "boundaries.geojson").write_bytes(b"half")
    (desk.folder / "boundaries.zip.part").write_bytes(b"half")
    again = Desk(desk.folder)
    assert again.county.name == "甲县"
    assert sorted(path.name for path in again.folder.iterdir()) == ["county.toml", "originals", "risk.duckdb"]
    again.store.close()


def test_a_process_that_dies_after_the_commit_keeps_the_new_file(desk: Desk) -> None:
    desk.set_county('name = "甲县"\n', "张三")
    desk.set_county('name = "乙县"\n', "张三")
    desk.store.close()
    (desk.folder / "county.toml.before").write_text('name = "甲县"\n', "utf-8")
    again = Desk(desk.folder)
    assert again.county.name == "乙县"
    assert not (again.folder / "county.toml.before").exists()
    again.store.close()


def test_the_products_thresholds_are_those_that_a_county_may_set() -> None:
    names = list(county(DATA / "county.toml").thresholds)
    for name in names:
        value = county(DATA / "county.toml").thresholds[name].value
        text = f'[[threshold]]\nname = "{name}"\nvalue = {value}\nsource = "县办"'
        assert county_from_text(text).threshold(name) == value
    assert desk_module.HOME.name == "store"


def test_before_the_season_reports_count_from_the_end_of_the_last_one() -> None:
    season = FloodSeason("05-01", "09-30", "06-01", "08-31")
    assert season.counts_from(date(2026, 4, 10)) == date(2025, 10, 1)
    assert season.counts_from(date(2026, 4, 30)) == date(2025, 10, 1)
    assert season.counts_from(date(2026, 5, 1)) == date(2026, 5, 1)
    assert season.counts_from(date(2026, 12, 31)) == date(2026, 5, 1)
