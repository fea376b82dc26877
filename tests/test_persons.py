"""Are a unit and a person in one cell told apart, and is what cannot be told apart kept where persons are masked?"""

import time

import pytest

from riskwatch.desk import Desk
from riskwatch.intake.persons import split, surely_split
from riskwatch.model.ledger import ledger
from riskwatch.model.township import Township, Townships, townships
from riskwatch.store.question import questions
from tests.paper import column, said, sheet_of, workbook

NONE = Townships()
LIST = townships((Township("石门镇"), Township("青岩土家族乡", None, ("青岩",))), "云岭县")

# As written → unit | person. An empty side is none.
TOLD_APART = """
    住建局 张三 → 住建局 | 张三
    住建局（张三） → 住建局 | 张三
    住建局(张三) → 住建局 | 张三
    住建局：张三 → 住建局 | 张三
    住建局张三 → 住建局 | 张三
    住建局 张 三 → 住建局 | 张三
    住建局　李　明 → 住建局 | 李明
    住建局/张三 → 住建局 | 张三
    张三（住建局） → 住建局 | 张三
    县住建局质安股 欧阳建国 → 县住建局质安股 | 欧阳建国
    城关街道办事处：周洪 → 城关街道办事处 | 周洪
    示例（云岭）有限公司 陈明 → 示例（云岭）有限公司 | 陈明
    南街村 马勇 → 南街村 | 马勇
    马鞍村马勇 → 马鞍村 | 马勇
    安监站 王小明 → 安监站 | 王小明
    住建局 张三、李四 → 住建局 | 张三、李四
    住建局 张三；应急局 李四 → 住建局、应急局 | 张三、李四
    住建局张三\\n应急局李四 → 住建局、应急局 | 张三、李四
    责任单位：住建局 责任人：张三 → 住建局 | 张三
    住建局 张三（副局长） → 住建局 | 张三（副局长）
    住建局 局长 张三 → 住建局 | 张三（局长）
    住建局王局长 → 住建局 | 王局长
    石门镇镇长 李明 → 石门镇 | 李明（镇长）
    住建局局长 → 住建局 | 局长
    住建局 张三 13800138000 → 住建局 | 张三 13800138000
    住建局张三13800138000 → 住建局 | 张三 13800138000
    住建局 阿不都·热合曼 → 住建局 | 阿不都·热合曼
    张三 → | 张三
    张三（副局长） → | 张三（副局长）
    张三 李四 → | 张三 李四
    张三、李四 → | 张三、李四
    张三和李四 → | 张三和李四
    镇长 → | 镇长
    13800138000 → | 13800138000
    住建局 → 住建局 |
    住建局、应急局 → 住建局、应急局 |
    住建局和应急局 → 住建局和应急局 |
    住建局（牵头）、城管局（配合） → 住建局（牵头）、城管局（配合） |
    示例（云岭）有限公司 → 示例（云岭）有限公司 |
    高坪乡党委、政府 → 高坪乡党委、政府 |
    高庙村 → 高庙村 |
    安全科 → 安全科 |
    公路局 → 公路局 |
    各乡镇 → 各乡镇 |
    示例矿 → 示例矿 |
"""
# 张村 may be a village or a person, 王小园 a person or a garden, 石门 a person or short for a township.
NOT_TOLD_APART = """
    张村 → | 张村
    王小园 → | 王小园
    石门 → | 石门
    长丰 → | 长丰
    住建局王小园 → | 住建局王小园
    住建局 阿古达木 → 住建局 | 阿古达木
    石门镇安监站 王小园 → 石门镇安监站 | 王小园
"""


def told(table: str) -> list[tuple[str, str | None, str | None]]:
    """Return the lines of a table: as written, unit, person."""
    lines = [line.strip().partition("→") for line in table.strip().splitlines()]
    return [
        (written.strip().replace("\\n", "\n"), *(part.strip() or None for part in found.split("|")))  # type: ignore[misc]
        for written, _, found in lines
    ]


@pytest.mark.parametrize(("written", "unit", "person"), told(TOLD_APART))
def test_a_unit_and_a_person_are_told_apart(written: str, unit: str | None, person: str | None) -> None:
    found = split(written, LIST)
    assert (found.unit, found.person, found.is_unclear) == (unit, person, False)


@pytest.mark.parametrize(("written", "unit", "person"), told(NOT_TOLD_APART))
def test_what_is_not_told_apart_is_kept_as_a_person(written: str, unit: str | None, person: str | None) -> None:
    found = split(written, LIST)
    assert (found.unit, found.person, found.is_unclear) == (unit, person, True)


def test_a_name_of_the_townships_list_is_a_unit() -> None:
    assert split("青岩 张三", LIST)[:2] == ("青岩", "张三")
    assert split("青岩 张三", NONE).is_unclear


@pytest.mark.parametrize("written", ["住建局", "江南", "万和煤业", "石门", "张村", "张三", "住建局局长", "住建局王小园"])
def test_the_cell_of_a_plain_unit_stays_where_nobody_is_surely_named_beside_it(written: str) -> None:
    assert surely_split(written, LIST) is None


@pytest.mark.parametrize("written", ["住建局" * 9000, "张三和" * 9000, "（" * 9000, "局张 " * 9000, "1" * 30000])
def test_a_cell_full_of_text_takes_no_time(written: str) -> None:
    began = time.perf_counter()
    split(written, LIST)
    assert time.perf_counter() - began < 2


# --- in a sheet ---

BOTH = """
    | 隐患编号 | 乡镇   | 隐患描述 | 责任单位及责任人 |
    | A-1      | 石门镇 | 护栏缺失 | 住建局 张三丰    |
    | A-2      | 石门镇 | 通道堵塞 | 李四光           |
    | A-3      | 石门镇 | 电线裸露 | 应急局           |
    | A-4      | 石门镇 | 梯子破损 | 阿古达木         |
    | A-5      | 石门镇 | 标志不清 |                  |
"""


def test_a_heading_that_holds_both_fills_two_columns() -> None:
    sheet = sheet_of(BOTH)
    assert column(sheet, "owner_unit") == ["住建局", None, "应急局", None, None]
    assert column(sheet, "owner_person") == ["张三丰", "李四光", None, "阿古达木", None]
    assert said(sheet) == [
        "Sheet1!D5 “阿古达木”里哪些是单位、哪些是人名分不清，分不清的已当作人名保存，按权限隐去。"
        "单位和人名分成两列，或写成“住建局（张三）”这样。"
    ]
    assert sheet.verdicts == ("taken", "taken", "taken", "noted", "taken")
    assert [row.get("owner_person") for row in sheet.raws] == ["住建局 张三丰", "李四光", None, "阿古达木", None]
    assert {name: (source.header, source.column) for name, source in sheet.columns.items() if name.startswith("owner")} == {
        "owner_unit": ("责任单位及责任人", "D"),
        "owner_person": ("责任单位及责任人", "D"),
    }
    assert sheet.ignored == ()


@pytest.mark.parametrize(
    "heading",
    [
        "责任单位（责任人）",
        "整改责任单位、责任人",
        "责任单位/责任人",
        "责任方",
        "整改责任",
        "责任单位\\n及责任人",
        "责任人（责任单位）",
    ],
)
def test_how_the_heading_is_written_does_not_matter(heading: str) -> None:
    sheet = sheet_of(BOTH.replace("责任单位及责任人", heading))
    assert column(sheet, "owner_unit")[0] == "住建局"
    assert column(sheet, "owner_person")[0] == "张三丰"


def test_a_person_under_a_heading_of_units_is_a_person_alone() -> None:
    assert ledger("hazard").together_under("责任单位及责任人") is not None
    assert ledger("hazard").together_under("责任单位-责任人") is None, "a parent and its leaf"


def test_who_supervises_is_told_apart_too() -> None:
    sheet = sheet_of("""
        | 隐患编号 | 乡镇   | 隐患描述 | 督办单位/责任人  |
        | A-1      | 石门镇 | 护栏缺失 | 安委办（周永平） |
    """)
    assert (column(sheet, "supervisor_unit"), column(sheet, "supervisor_person")) == (["安委办"], ["周永平"])


def test_a_person_named_in_a_units_cell_joins_the_persons_of_the_row() -> None:
    sheet = sheet_of("""
        | 隐患编号 | 乡镇   | 隐患描述 | 责任单位        | 责任人 |
        | A-1      | 石门镇 | 护栏缺失 | 住建局 张三丰   | 李四光 |
        | A-2      | 石门镇 | 通道堵塞 | 住建局          | 李四光 |
        | A-3      | 石门镇 | 电线裸露 | 住建局（李四光）| 李四光 |
        | A-4      | 石门镇 | 梯子破损 | 高山矿          |        |
    """)
    assert column(sheet, "owner_unit") == ["住建局", "住建局", "住建局", "高山矿"]
    assert column(sheet, "owner_person") == ["李四光；张三丰", "李四光", "李四光", None]
    assert [row.get("owner_unit") for row in sheet.raws] == ["住建局 张三丰", None, "住建局（李四光）", None]
    assert said(sheet) == []


# --- on the board ---

SHEETS = {
    "隐患": """
        | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 隐患等级 | 整改时限   | 整改状态 | 经度  | 纬度  | 责任单位及责任人     | 督办单位/责任人 |
        | A-1      | 石门镇 | 示例店   | 通道堵塞 | 重大     | 2026-06-01 | 整改中   | 105.5 | 30.5  | 住建局 张三丰        | 安委办（周永平）|
        | A-2      | 石门镇 | 示例矿   | 护栏缺失 | 一般     | 2026-06-01 | 整改中   | 105.5 | 30.5  | 应急局阿古达木       | 王小园          |
        | A-3      | 石门镇 |          |          | 一般     | 2026-06-01 | 整改中   | 105.5 | 30.5  | 住建局 张三丰        | 安委办（周永平）|
        | A-4      |        |          |          | 一般     | 2026-06-01 | 整改中   | 105.5 | 30.5  | 住建局 张三丰        | 安委办（周永平）|
    """,
    "暗访": """
        | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改时限   | 整改状态 | 责任单位      |
        | A-5      | 石门镇 | 示例店   | 通道堵塞 | 2026-06-01 | 整改中   | 住建局 张三丰 |
    """,
    "督察": """
        | 任务编号 | 反馈问题 | 整改时限   | 完成状态 | 责任单位（责任人）         |
        | T-1      | 污水直排 | 2026-06-01 | 滞后     | 生态环境局：周永平、王小园 |
    """,
    "安置": """
        | 安置点名称 | 乡镇   | 容纳人数 | 管护单位及责任人 |
        | 村活动室   | 石门镇 | #50      | 南街村 张三丰    |
    """,
}
HIDDEN = ("张三丰", "周永平", "阿古达木", "王小园")


def test_who_may_not_see_persons_sees_them_in_no_answer(desk: Desk) -> None:
    content = workbook(SHEETS)
    reading = desk.check(content, "四表.xlsx")
    assert [sheet.is_taken for sheet in reading.sheets] == [True] * 4
    filed = desk.load(reading, content)
    uploads = [each.accepted.upload_id for each in filed if each.accepted]
    shown = set()
    for asked in questions():
        keys = [("upload_id", each) for each in uploads] if "upload_id" in asked.params else []
        keys += [("key", each) for each in ("A-1", "A-2", "A-5", "T-1")] if "key" in asked.params else []
        for name, value in keys or [("", "")]:
            params = {name: value} if name else {}
            masked = desk.ask(asked.name, params, sees_persons=False)
            assert [name for name in HIDDEN if name in masked.to_csv()] == [], asked.name
            full = desk.ask(asked.name, params).to_csv()
            shown |= {each for each in HIDDEN if each in full}
    assert shown == set(HIDDEN), "who may see them does"
    units = desk.ask("ledgers/hazard", sees_persons=False).set_index("hazard_code")
    assert units.loc[["A-1", "A-5"], "owner_unit"].tolist() == ["住建局", "住建局"]
    assert units.loc["A-1", "owner_person"] == "张**"
