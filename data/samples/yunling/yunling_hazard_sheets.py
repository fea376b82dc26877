"""What each office sends about hazards: fifteen hands, twenty files. Reads the truth, never changes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from yunling_county import ALIASES, BY_NAME, chance, person, phone
from yunling_hazards import EARLIER_SHEET, FOUR, LAST_SHEET, LIST_OF_MAJORS, Hazard
from yunling_paper import Pen, Sheet, form
from yunling_words import PART_OF

SAMPLE = "（示例数据）"
WORDS = {  # status → how different offices say it
    "plain": {
        "not_started": "未整改",
        "in_progress": "整改中",
        "pending_check": "已整改待复查",
        "recheck_failed": "复查不通过",
        "closed": "已销号",
        "reopened": "反弹",
        "cancelled": "误报",
    },
    "short": {
        "not_started": "待整改",
        "in_progress": "整改中",
        "pending_check": "待验收",
        "recheck_failed": "整改不到位",
        "closed": "已销号",
        "reopened": "反弹",
        "cancelled": "重复",
    },
    "system": {
        "not_started": "待整改",
        "in_progress": "整改中",
        "pending_check": "待验收",
        "recheck_failed": "验收不合格",
        "closed": "已闭环",
        "reopened": "再次发现",
        "cancelled": "误报",
    },
    "water": {
        "not_started": "未启动",
        "in_progress": "正在整改",
        "pending_check": "整改完成",
        "recheck_failed": "未整改到位",
        "closed": "已销号",
        "reopened": "回潮",
        "cancelled": "转其他部门",
    },
}
PROGRESS = {
    "not_started": ("尚未启动", "已下达整改通知", "正在落实资金"),
    "in_progress": ("正在整改", "已完成60%", "已采购设备，待安装", "已制定方案，组织施工"),
    "pending_check": ("已整改完成，申请复查",),
    "recheck_failed": ("复查未通过，责令重新整改",),
    "closed": ("已完成整改，验收合格", "已整改到位", "整改完成"),
    "reopened": ("问题反弹，重新整改",),
    "cancelled": ("经核实不属于隐患",),
}


def cn(day: date) -> str:
    """2026年6月24日."""
    return f"{day.year}年{day.month}月{day.day}日"


def place(h: Hazard) -> str:
    """The township as it was typed: mostly right; sometimes short, old, spaced or broken over two lines."""
    rng = chance(f"place/{h.channel}/{h.site}/{h.description}/{h.found_on}")
    name, roll = h.township, rng.random()
    if name not in BY_NAME or roll > 0.12:
        return name
    if roll < 0.05:
        return ALIASES[name][0] if name in ALIASES else BY_NAME[name].aliases[-1]
    if roll < 0.07:
        return BY_NAME[name].aliases[-1]
    if roll < 0.09:
        return name + "  "
    if roll < 0.105:
        return name[:2] + "\n" + name[2:]
    return "　" + name


class Hand:
    """One office writing one sheet on one day."""

    def __init__(self, channel: str, day: date, mix: dict[str, int]) -> None:
        """``mix``: how often each writing of a date is used."""
        self.channel, self.day = channel, day
        self.rng = chance(f"hand/{channel}/{day}")
        self.pen = Pen(self.rng, mix)

    def due(self, seen: dict[str, Any], h: Hazard) -> Any:
        """The deadline's cell."""
        text = seen["due_text"]
        if text in ("2026.1", "6.5"):
            return float(text)
        return text if text is not None else self.pen.date(seen["due_on"])

    def progress(self, seen: dict[str, Any]) -> str:
        """A few free words."""
        return self.rng.choice(PROGRESS[seen["status"]])

    def titled(self, name: str) -> str:
        """张例山（局长） now and then."""
        return f"{name}（{self.rng.choice(('局长', '站长', '经理', '主任'))}）" if self.rng.random() < 0.06 else name


def books(made: Sequence[Hazard]) -> list[tuple[str, list[Sheet]]]:
    """Every hazard file: (name, sheets)."""
    of = lambda c: [h for h in made if h.channel == c]  # noqa: E731
    out: list[tuple[str, list[Sheet]]] = []
    for channel, write, suffix in (
        ("应急", emergency, "xlsx"),
        ("住建", housing, "xlsx"),
        ("交通", transport, "xlsx"),
        ("水利", water, "xlsx"),
    ):
        for day in (EARLIER_SHEET[channel], LAST_SHEET[channel]):
            ext = "xls" if channel == "住建" and day == EARLIER_SHEET[channel] else suffix
            rows = [h for h in of(channel) if h.found_on <= day]
            unit = {"应急": "应急管理局", "住建": "住建局", "交通": "交通运输局", "水利": "水利局"}[channel]
            if channel == "交通" and day == LAST_SHEET[channel]:
                rows = [h for h in rows if h.code not in dropped(made)]
            out.append((f"{unit}_隐患台账_截至{day:%Y%m%d}.{ext}", [write(rows, day)]))
    out += [
        ("教体局_学校安全隐患_双预防系统导出.xlsx", [schools(of("教体"), LAST_SHEET["教体"])]),
        (
            "市场监管局_隐患台账_截至20260624（示例数据）.csv",
            [market(of("市监"), LAST_SHEET["市监"])],
        ),
        ("自然资源局_隐患排查整改情况.xlsx", [land(of("自规"), LAST_SHEET["自规"])]),
        ("文旅局_涉旅场所隐患清单.xls", [tourism(of("文旅"), LAST_SHEET["文旅"])]),
        ("经信局_工业企业隐患台账.xlsx", [industry(of("经信"), LAST_SHEET["经信"])]),
        ("石门镇_自查隐患台账.xlsx", [township(of("石门"), "石门", "石门镇人民政府")]),
        ("永安镇_自查隐患台账.xlsx", [township(of("永安"), "永安", "永安镇人民政府")]),
        ("城关街道_自查隐患台账.xlsx", [township(of("城关"), "城关", "城关街道办事处")]),
        ("青溪镇_自查隐患台账.xlsx", [township(of("青溪"), "青溪", "青溪镇人民政府")]),
        (
            "北部四乡_自查隐患台账（分乡镇）.xlsx",
            [township([h for h in of("四乡") if h.township == t], "四乡", f"{t}人民政府", t) for t in FOUR],
        ),
        ("攻坚办_四不两直暗访问题清单.xlsx", [covert(of("暗访"), LAST_SHEET["暗访"])]),
        ("安委办_重大事故隐患清单.xlsx", [majors(made)]),
    ]
    return out


def dropped(made: Sequence[Hazard]) -> tuple[str, ...]:
    """Two open hazards that the newer transport sheet has lost: nobody said what became of them."""
    day = EARLIER_SHEET["交通"]
    lost = [
        h
        for h in made
        if h.channel == "交通"
        and h.seen_on(day)["status"] == "in_progress"
        and h.found_on <= day
        and not h.is_major
        and not h.postponed_on
        and h.due_kind == "date"
        and h.done_on is None
    ]
    return tuple(str(h.code) for h in lost[2:4])


def last_word(made: Sequence[Hazard]) -> list[tuple[Hazard, dict[str, Any]]]:
    """Each hazard with what the newest sheet that names it says."""
    lost = dropped(made)
    return [(h, h.seen_on(EARLIER_SHEET["交通"] if h.code in lost else LAST_SHEET[h.channel])) for h in made]


def emergency(rows: Sequence[Hazard], day: date) -> Sheet:
    """A7 with sections by industry, a page head printed again, a total and a signature."""
    hand = Hand(
        "应急",
        day,
        {"dot": 34, "real": 30, "serial": 6, "int": 8, "cn": 12, "short": 5, "wide": 2, "slash": 3},
    )
    heads = [
        "序号",
        "隐患编号",
        "检查日期",
        "乡镇\n（街道）",
        "行业领域",
        "被检查单位",
        "存在的隐患问题",
        "隐患等级",
        "隐患来源",
        "整改措施",
        "整改时限",
        "整改责任人",
        "监管责任单位",
        "监管责任人",
        "整改进展",
        "是否销号",
        "整改完成日期",
        "复查人",
        "复查时间",
        "复查结果",
        "备注",
    ]
    cells: list[Any] = []
    groups = sorted({h.industry for h in rows}, key=[h.industry for h in rows].index)
    for g, name in enumerate(groups):
        cells.append(f"{'一二三四五六'[g]}、{name}")
        for n, h in enumerate((h for h in rows if h.industry == name), 1):
            s = h.seen_on(day)
            cells.append(
                [
                    n,
                    h.code,
                    hand.pen.date(h.found_on),
                    place(h),
                    h.industry,
                    h.site,
                    h.description,
                    ("重大事故隐患" if n % 2 else "重大") if h.is_major else "一般",
                    h.source,
                    h.measure,
                    hand.due(s, h),
                    hand.titled(h.owner),
                    h.supervisor_unit,
                    h.supervisor,
                    hand.progress(s),
                    WORDS["plain"][s["status"]],
                    hand.pen.date(s["done_on"]),
                    h.inspector if s["recheck_on"] else None,
                    hand.pen.date(s["recheck_on"]),
                    s["recheck_result"],
                    "延期" if h.postponed_on and h.postponed_on <= day and not h.reopened_on else None,
                ]
            )
    if day == LAST_SHEET["应急"]:  # a row that says nothing: no description
        cells.append(
            [
                len(rows),
                "YJ-2026-9999",
                hand.pen.date(day, "dot"),
                "金鼓镇",
                "工贸",
                "示例待补充机械厂",
                None,
                "一般",
            ]
        )
    closed = sum(h.seen_on(day)["status"] == "closed" for h in rows)
    return form(
        "隐患台账",
        heads,
        cells,
        above=[
            f"云岭县安全生产隐患排查治理台账{SAMPLE}",
            f"截止日期：{cn(day)}",
            "填报单位：县应急管理局          填报人：周例安          联系电话：0999-0000000",
        ],
        repeat_every=150,
        below=[
            [
                "合计",
                None,
                f"共{len(rows) + (day == LAST_SHEET['应急'])}条",
                None,
                None,
                None,
                f"已销号{closed}条",
            ],
            "填表人：周例安    审核人：郑例平    单位负责人：吴例川",
            "注：本表按行业领域分类填报。",
        ],
    )


def housing(rows: Sequence[Hazard], day: date) -> Sheet:
    """A4: no code; the unit and the person in one cell; township merged down."""
    hand = Hand("住建", day, {"dot": 40, "real": 20, "cn": 20, "slash": 12, "iso": 8})
    cells = []
    for n, h in enumerate(sorted(rows, key=lambda h: (h.township, h.found_on, h.site, h.description)), 1):
        s = h.seen_on(day)
        level = "较重" if (len(h.description) + h.found_on.day) % 7 == 0 else "一般"
        cells.append(
            [
                n,
                h.township,
                h.site,
                h.description,
                level,
                f"{h.owner_unit} {h.owner}",
                hand.pen.date(h.found_on),
                h.measure,
                hand.due(s, h),
                WORDS["short"][s["status"]],
                hand.pen.date(s["done_on"]),
                h.supervisor_unit,
                None,
            ]
        )
    return form(
        "Sheet1",
        [
            "序号",
            "所在乡镇",
            "所属项目",
            "问题描述",
            "等级",
            "责任方",
            "发现日期",
            "整改要求",
            "整改期限",
            "状态",
            "整改完成日期",
            "督导单位",
            "备注",
        ],
        cells,
        above=[
            f"云岭县住建领域质量安全问题清单{SAMPLE}",
            f"填报单位：县住房和城乡建设局            截止日期：{cn(day)}",
        ],
        merge_down=["所在乡镇"],
        below=["审核人：王例和            填表人：冯例春"],
    )


def transport(rows: Sequence[Hazard], day: date) -> Sheet:
    """A2: two columns with the same heading 填报日期."""
    hand = Hand("交通", day, {"real": 55, "dot": 20, "int": 10, "slash": 15})
    heads = [
        "序号",
        "隐患编号",
        "单位名称",
        "所在乡镇",
        "发现时间",
        "隐患描述",
        "隐患等级",
        "重大隐患分类编码",
        "隐患类型分类",
        "隐患状态",
        "整改意见",
        "整改期限",
        "填报人",
        "填报日期",
        "是否重复整改",
        "重复整改单编号",
        "整改情况",
        "原因分析",
        "整改完成日期",
        "治理资金\n（万元）",
        "相关附件",
        "整改人",
        "填报日期",
        "责任单位",
        "验证情况",
    ]
    cells = []
    for n, h in enumerate(rows, 1):
        s = h.seen_on(day)
        again = s["status"] == "reopened"
        fund: Any = h.fund_wan
        if fund and n % 37 == 0:
            fund = f"{fund}万元"
        cells.append(
            [
                n,
                h.code,
                h.site,
                place(h),
                hand.pen.date(h.found_on),
                h.description,
                "重大" if h.is_major else "一般",
                "JT-03" if h.is_major else None,
                ("人的不安全行为", "物的不安全状态", "管理缺陷", "环境因素")[n % 4],
                WORDS["system"][s["status"]],
                h.measure,
                hand.due(s, h),
                h.inspector,
                hand.pen.date(h.found_on + timedelta(days=1), "real"),
                "是" if again else "否",
                h.code if again else None,
                hand.progress(s),
                None,
                hand.pen.date(s["done_on"]),
                fund,
                None,
                h.owner,
                hand.pen.date(s["done_on"], "real"),
                h.supervisor_unit,
                "通过" if s["status"] == "closed" else "不通过" if s["status"] == "recheck_failed" else None,
            ]
        )
    return form(
        "隐患清单",
        heads,
        cells,
        above=[
            f"云岭县交通运输领域隐患整改单汇总表{SAMPLE}",
            f"填报单位：县交通运输局    截止日期：{cn(day)}",
        ],
        blank_every=100,
        below=[["合计", None, f"{len(rows)}条"]],
    )


def schools(rows: Sequence[Hazard], day: date) -> Sheet:
    """A1, exported by a system: tidy, with a period in the head."""
    hand = Hand("教体", day, {"iso": 70, "real": 30})
    heads = [
        "隐患编号",
        "单位名称",
        "所在乡镇",
        "隐患描述",
        "隐患类型",
        "隐患等级",
        "隐患图片",
        "发现人",
        "发现时间",
        "隐患来源",
        "责任部门",
        "责任人",
        "整改要求",
        "整改期限",
        "隐患状态",
        "整改时间",
        "验收人",
        "验收时间",
        "验收结果",
    ]
    cells = []
    for n, h in enumerate(rows):
        s = h.seen_on(day)
        word = WORDS["system"][s["status"]]
        if s["status"] == "not_started" and s["due_on"] and s["due_on"] < day:
            word = "超期未整改"
        cells.append(
            [
                h.code,
                h.site,
                place(h),
                h.description,
                ("物的不安全状态", "管理缺陷")[n % 2],
                "重大" if h.is_major else "一般",
                None,
                h.inspector,
                hand.pen.date(h.found_on),
                {"日常检查": "计划排查", "企业自查": "随手拍", "群众举报": "举报"}.get(h.source, h.source),
                "后勤处",
                h.owner,
                h.measure,
                hand.due(s, h),
                word,
                hand.pen.date(s["done_on"]),
                h.supervisor if s["recheck_on"] else None,
                hand.pen.date(s["recheck_on"]),
                {"合格": "通过", "不合格": "不通过"}.get(s["recheck_result"], ""),
            ]
        )
    return form(
        "export",
        heads,
        cells,
        above=[
            f"校园安全隐患排查治理台账{SAMPLE}",
            f"填报单位：县教育和体育局    统计时段：2025年1月1日至{cn(day)}",
        ],
    )


def market(rows: Sequence[Hazard], day: date) -> Sheet:
    """A bare CSV; 是否销号 says only 是 or 否."""
    hand = Hand("市监", day, {"slash": 60, "iso": 25, "dot": 15})
    heads = [
        "隐患编号",
        "检查时间",
        "乡镇",
        "行业领域",
        "企业名称",
        "隐患内容",
        "隐患级别",
        "整改要求",
        "整改截止时间",
        "责任人",
        "责任部门",
        "整改情况",
        "是否销号",
        "完成时间",
        "复查时间",
        "复查结果",
        "备注",
    ]
    cells = []
    for h in rows:
        s = h.seen_on(day)
        word = {"closed": "是", "cancelled": "误报"}.get(s["status"], "否")
        town = place(h).replace("㵲", "舞")  # their system has no such character
        cells.append(
            [
                h.code,
                hand.pen.date(h.found_on),
                town,
                h.industry,
                h.site,
                h.description,
                "重大" if h.is_major else "一般",
                h.measure,
                hand.due(s, h),
                h.owner,
                h.supervisor_unit,
                hand.progress(s),
                word,
                hand.pen.date(s["done_on"]),
                hand.pen.date(s["recheck_on"]),
                s["recheck_result"],
                None,
            ]
        )
    return form("csv", heads, cells)


def land(rows: Sequence[Hazard], day: date) -> Sheet:
    """Three head rows, column A empty, two hidden columns, three hidden rows."""
    hand = Hand("自规", day, {"cn": 45, "dot": 35, "real": 20})
    heads: list[Any] = [
        "序号",
        "隐患编号",
        "排查时间",
        "属地",
        "点位",
        "隐患描述",
        "隐患等级",
        ("整改责任", ["责任单位", "责任人", "监管责任人"]),
        ("整改情况", ["整改措施", "整改时限", "整改状态", "整改完成日期"]),
        "复核时间",
        "验收结果",
        "备注",
    ]
    cells = []
    for n, h in enumerate(rows, 1):
        s = h.seen_on(day)
        cells.append(
            [
                n,
                h.code,
                hand.pen.date(h.found_on),
                place(h),
                h.site,
                h.description,
                "重大隐患" if h.is_major else "一般隐患",
                h.owner_unit,
                hand.titled(h.owner),
                h.supervisor,
                h.measure,
                hand.due(s, h),
                WORDS["plain"][s["status"]],
                hand.pen.date(s["done_on"]),
                hand.pen.date(s["recheck_on"]),
                s["recheck_result"],
                None,
            ]
        )
    return form(
        "汇总",
        heads,
        cells,
        above=[
            f"自然资源领域安全隐患排查整改情况统计表{SAMPLE}",
            "填报单位：县自然资源和规划局",
            f"（截至{cn(day)}）",
        ],
        blank_first=True,
        above_the_parents=True,
        hidden=["监管责任人", "备注"],
        hidden_rows=(20, 21, 22),
        below=[["合计", None, None, None, f"{len(rows)}处"], "填表人：陈例峰    审核人：蒋例江"],
    )


def water(rows: Sequence[Hazard], day: date) -> Sheet:
    """Two-level heads, a unit row, a column-number row, township merged down, subtotals."""
    hand = Hand("水利", day, {"dot": 40, "cn": 25, "serial": 10, "real": 15, "wide": 4, "short": 6})
    heads: list[Any] = [
        "序号",
        "隐患编号",
        "乡镇",
        "位置",
        "排查时间",
        "隐患描述",
        "隐患等级",
        "整改措施",
        ("责任落实", ["包保领导", "整改人", "监管责任人"]),
        "整改资金",
        "整改时限",
        ("整改情况", ["整改进展", "整改完成情况", "完成时间", "销号时间"]),
    ]
    cells: list[Any] = []
    ordered = sorted(rows, key=lambda h: (h.township, h.found_on, h.code or ""))
    towns = sorted({h.township for h in ordered})
    number = 0
    for town in towns:
        mine = [h for h in ordered if h.township == town]
        for h in mine:
            number += 1
            s = h.seen_on(day)
            fund: Any = h.fund_wan
            if fund and number % 41 == 0:
                fund = f"约{fund}"
            cells.append(
                [
                    number,
                    h.code,
                    town,
                    h.site,
                    hand.pen.date(h.found_on),
                    h.description,
                    "重大" if h.is_major else "一般",
                    h.measure,
                    h.owner,
                    h.executor,
                    h.supervisor,
                    fund,
                    hand.due(s, h),
                    hand.progress(s),
                    WORDS["water"][s["status"]],
                    hand.pen.date(s["done_on"]),
                    hand.pen.date(s["closed_on"]),
                ]
            )
        if len(mine) > 9:
            cells.append(["小计", f"{len(mine)}条"])
    return form(
        "水利",
        heads,
        cells,
        above=[
            f"水利行业安全隐患排查整治台账{SAMPLE}",
            f"填报单位：县水利局                截止日期：{cn(day)}",
        ],
        units={"整改资金": "（万元）"},
        numbered=True,
        merge_down=["乡镇"],
        below=[["合计", f"{number}条"], "填表人：沈例水    审核人：韩例涛    填报日期：" + cn(day)],
    )


def tourism(rows: Sequence[Hazard], day: date) -> Sheet:
    """An old .xls without codes: phones as numbers, the head printed again each page, one impossible found date."""
    hand = Hand("文旅", day, {"dot": 60, "cn": 25, "real": 15})
    heads = [
        "序号",
        "检查时间",
        "乡镇",
        "受检单位",
        "存在问题",
        "隐患等级",
        "整改要求",
        "整改期限",
        "责任人",
        "联系电话",
        "整改状态",
        "完成时间",
        "复查情况",
        "备注",
    ]
    cells: list[Any] = []
    for n, h in enumerate(rows, 1):
        s = h.seen_on(day)
        cells.append(
            [
                n,
                hand.pen.date(h.found_on),
                place(h),
                h.site,
                h.description,
                "一般",
                h.measure,
                hand.due(s, h),
                hand.titled(h.owner),
                float(phone(hand.rng)),
                WORDS["plain"][s["status"]],
                hand.pen.date(s["done_on"]),
                s["recheck_result"],
                None,
            ]
        )
    cells.append(
        [
            len(rows) + 1,
            "2026.2.30",
            "仙峰乡",
            "示例天池民宿",
            "疏散指示标志损坏",
            "一般",
            "更换",
            "2026.3.20",
            person(hand.rng),
            None,
            "整改中",
        ]
    )
    return form(
        "清单",
        heads,
        cells,
        above=[f"涉旅场所安全隐患清单{SAMPLE}", f"填报单位：县文广旅局      截止日期：{cn(day)}"],
        repeat_every=45,
        below=["审核人：", "说明：本表每月25日前报县安委办。"],
    )


def industry(rows: Sequence[Hazard], day: date) -> Sheet:
    """Its 合计 row does not agree with its rows: 231 for 220, and more money than there is."""
    hand = Hand("经信", day, {"dot": 45, "int": 15, "cn": 20, "real": 20})
    heads = [
        "序号",
        "隐患编号",
        "检查日期",
        "所在乡镇",
        "企业名称",
        "行业领域",
        "存在的主要问题",
        "隐患级别",
        "整改措施",
        "整改资金（万元）",
        "整改时限",
        "包保领导",
        "整改责任人",
        "督导单位",
        "整改进展",
        "是否销号",
        "整改完成日期",
        "备注",
    ]
    cells = []
    for n, h in enumerate(rows, 1):
        s = h.seen_on(day)
        cells.append(
            [
                n,
                h.code,
                hand.pen.date(h.found_on),
                place(h),
                h.site,
                h.industry,
                h.description,
                "重大" if h.is_major else "一般",
                h.measure,
                h.fund_wan,
                hand.due(s, h),
                h.supervisor,
                h.owner,
                h.supervisor_unit,
                hand.progress(s),
                WORDS["plain"][s["status"]],
                hand.pen.date(s["done_on"]),
                None,
            ]
        )
    total = round(sum(h.fund_wan or 0 for h in rows), 1)
    closed = sum(h.seen_on(day)["status"] == "closed" for h in rows)
    sheet = form(
        "台账",
        heads,
        cells,
        above=[
            f"工业企业安全隐患整改台账{SAMPLE}",
            [
                "填报单位：县经济和信息化局",
                None,
                None,
                None,
                None,
                "单位：万元",
                None,
                None,
                "截止日期：" + cn(day),
            ],
        ],
        below=[
            [
                "合计",
                f"{len(rows) + 11}条",
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                round(total + 86.5, 1),
                None,
                None,
                None,
                None,
                None,
                f"已销号{closed + 11}条",
            ],
            "填表人：朱例明    审核人：秦例礼",
        ],
    )
    sheet.comments = {(5, 10): "已电话催办，企业承诺月底前完成", (30, 15): "待复核"}
    return sheet


def township(rows: Sequence[Hazard], channel: str, unit: str, sheet: str = "自查台账") -> Sheet:
    """A township's own ledger, short; in 四乡 one sheet for each."""
    day = LAST_SHEET[channel]
    mix = {
        "石门": {"dot": 60, "cn": 40},
        "永安": {"iso": 100},
        "城关": {"real": 60, "slash": 40},
        "青溪": {"short": 35, "cn": 65},
        "四乡": {"dot": 70, "int": 30},
    }
    hand = Hand(channel, day, mix[channel])
    heads = [
        "序号",
        "问题编号",
        "排查时间",
        "责任乡镇",
        "村（社区）",
        "行业领域",
        "点位",
        "问题隐患",
        "隐患等级",
        "发现途径",
        "控制措施",
        "完成时限",
        "责任领导",
        "落实人",
        "督导责任人",
        "办理情况",
        "状态",
        "办结时间",
        "备注",
    ]
    cells: list[Any] = []
    for n, h in enumerate(rows, 1):
        s = h.seen_on(day)
        cells.append(
            [
                n,
                h.code,
                hand.pen.date(h.found_on),
                h.township,
                h.village,
                h.industry,
                h.site,
                h.description,
                "一般",
                h.source,
                h.measure,
                hand.due(s, h),
                hand.titled(h.owner),
                h.executor,
                h.supervisor,
                hand.progress(s),
                WORDS["plain"][s["status"]],
                hand.pen.date(s["done_on"]),
                None,
            ]
        )
    return form(
        sheet,
        heads,
        cells,
        above=[
            f"{unit.removesuffix('人民政府').removesuffix('办事处')}安全隐患自查整改台账{SAMPLE}",
            f"填报单位：{unit}",
            f"截止日期：{cn(day)}",
        ],
        merge_down=["责任乡镇"],
        below=["填表人：        审核人：        主要负责人签字："],
    )


def covert(rows: Sequence[Hazard], day: date) -> Sheet:
    """四不两直: no codes; some fixed on the spot."""
    hand = Hand("暗访", day, {"dot": 50, "cn": 30, "real": 20})
    heads = [
        "序号",
        "受检单位",
        "属地",
        "类型",
        "检查单位",
        "检查时间",
        "存在问题（是由）",
        "隐患等级",
        "是否重复问题",
        "处置",
        "交办文号",
        "整改负责人",
        "整改措施",
        "整改时限",
        "整改时间",
        "当前状态",
        "图片举证",
        "备注",
    ]
    cells = []
    for n, h in enumerate(rows, 1):
        s = h.seen_on(day)
        cells.append(
            [
                n,
                h.site,
                place(h),
                "四不两直",
                "县攻坚办暗访组",
                hand.pen.date(h.found_on),
                h.description,
                "一般",
                "是" if n % 13 == 0 else "否",
                ("当场整改", "限期整改", "限期整改", "停产停业")[n % 4],
                f"云攻坚交〔{h.found_on.year}〕{n}号",
                h.owner,
                h.measure,
                hand.due(s, h),
                hand.pen.date(s["done_on"]),
                WORDS["plain"][s["status"]],
                None,
                None,
            ]
        )
    return form(
        "暗访",
        heads,
        cells,
        above=[
            f"安全环保攻坚行动“四不两直”暗访督查问题清单{SAMPLE}",
            f"填报单位：县攻坚办        截止日期：{cn(day)}",
        ],
        below=[f"共{len(rows)}条"],
    )


def listed_majors(made: Sequence[Hazard]) -> list[Hazard]:
    """The majors on the county's own list: all open ones and those closed in 2026."""
    day = LIST_OF_MAJORS
    return [h for h in made if h.is_major and (h.seen_on(day)["status"] != "closed" or h.closed_on.year == 2026)]


def majors(made: Sequence[Hazard]) -> Sheet:
    """A8: names again the majors of the departments by the same codes, with what they lack."""
    day = LIST_OF_MAJORS
    hand = Hand("重大", day, {"cn": 100})
    heads = [
        "序号",
        "隐患编号",
        "隐患单位",
        "属地",
        "行业领域",
        "部位",
        "隐患内容",
        "隐患等级",
        "判定依据（条款）",
        "发现时间",
        "挂牌督办级别",
        "整改责任人",
        "整改措施",
        "整改资金（万元）",
        "整改时限",
        "应急预案（安全防范措施）",
        "督办单位",
        "进度（%）",
        "验收单位",
        "销号文号",
    ]
    cells = []
    for n, h in enumerate(listed_majors(made), 1):
        s = h.seen_on(LAST_SHEET[h.channel])
        closed = s["status"] == "closed"
        share = 100 if closed else 90 if s["done_on"] else hand.rng.choice((20, 35, 50, 60, 75)) if h.started_on else 5
        cells.append(
            [
                n,
                h.code,
                h.site,
                h.township,
                h.industry,
                PART_OF[h.description.split("（")[0]],
                h.description,
                "重大",
                h.basis,
                hand.pen.date(h.found_on),
                h.listed or None,
                h.owner,
                None if "措施" in h.lacking else h.measure,
                None if "资金" in h.lacking else h.fund_wan,
                hand.due(s, h),
                None if "预案" in h.lacking else h.contingency,
                h.supervisor_unit,
                share,
                h.supervisor_unit if closed else None,
                f"云安办销〔2026〕{n}号" if closed else None,
            ]
        )
    return form(
        "重大隐患",
        heads,
        cells,
        above=[
            f"云岭县重大事故隐患清单{SAMPLE}",
            f"填报单位：县安委会办公室    截止日期：{cn(day)}",
        ],
        numbered=True,
        below=["制表：县安委办        审核人：许例正"],
    )
