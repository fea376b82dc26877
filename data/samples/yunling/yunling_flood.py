"""The flood side: risk points, shelters, the storm of 25–26 June, warnings, patrols, evacuation. Truth and sheets."""

from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from yunling_county import ALIASES, BY_NAME, NAMES, VALLEY, chance, person, phone, spot
from yunling_hazard_sheets import SAMPLE
from yunling_paper import Pen, Sheet, form

STORM_START, STORM_END = datetime(2026, 6, 25, 14), datetime(2026, 6, 26, 14)
POINTS_IN = {
    "青溪镇": 14,
    "青岩土家族乡": 12,
    "龙潭镇": 11,
    "三江口镇": 10,
    "石门镇": 10,
    "高坪乡": 9,
    "云台乡": 9,
    "大垭镇": 9,
    "红岩乡": 9,
    "茶园乡": 8,
    "仙峰乡": 8,
    "金鼓镇": 8,
    "石笋乡": 8,
    "凤仪乡": 8,
    "柏林乡": 7,
    "㵲溪镇": 6,
    "双河镇": 6,
    "白鹤镇": 6,
    "太平镇": 5,
    "竹园乡": 5,
    "柳坝镇": 5,
    "永安镇": 3,
    "城关街道": 2,
    "东屏街道": 2,
}
TYPES = {"滑坡": 52, "不稳定斜坡": 18, "崩塌": 16, "泥石流": 8, "地面塌陷": 4, "地裂缝": 2}
CAPACITY_CLASS = {"50人以下": None, "50-100人": 50, "100-200人": 100, "200人以上": 200}


# Townships that have moved all their people, and when the last of them were away.
DONE_BY = {
    "大垭镇": datetime(2026, 6, 25, 19, 20),
    "金鼓镇": datetime(2026, 6, 25, 21, 40),
    "茶园乡": datetime(2026, 6, 25, 20, 5),
    "永安镇": datetime(2026, 6, 26, 1, 15),
}


@dataclass(slots=True)
class RiskPoint:
    """A place from which people may have to leave."""

    code: str | None
    name: str
    township: str
    village: str
    group: int
    kind: str
    risk: str
    households: int
    people: int
    frail: int
    assets_wan: int
    grade: str
    lon: float
    lat: float
    officers: tuple[tuple[str, str], tuple[str, str], tuple[str, str]]
    station: str
    shelter: str = ""
    prepare_mm: int | None = None
    immediate_mm: int | None = None
    window_h: int | None = None
    is_struck_off: bool = False


@dataclass(slots=True)
class Shelter:
    """A place to which they go. ``capacity`` is the cautious reading of ``capacity_text``; None = cannot be told."""

    code: str | None
    name: str
    township: str
    village: str
    kind: str
    capacity: int | None
    capacity_text: Any
    area_m2: int | None
    state: str
    occupied: int | None
    lon: float
    lat: float
    keeper: str
    phone: str
    is_county: bool


@dataclass(slots=True)
class Station:
    """A rain gauge with its 24 hourly readings; None = nothing came."""

    code: str
    name: str
    township: str
    lon: float
    lat: float
    hourly: list[float | None]
    true_hourly: list[float]


def km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Plain distance, good enough for 60 km."""
    return math.hypot((lon1 - lon2) * 95.2, (lat1 - lat2) * 110.9)


def stations() -> list[Station]:
    """40 gauges: one a township, two more in each valley township, eight elsewhere."""
    rng = chance("stations")
    where = list(NAMES) + [v for v in VALLEY for _ in range(2)]
    where += ["大垭镇", "云台乡", "金鼓镇", "茶园乡", "石门镇", "城关街道", "㵲溪镇", "永安镇"]
    nth: Counter[str] = Counter()
    out = []
    for i, town in enumerate(where):
        nth[town] += 1
        base = town.removesuffix("街道").removesuffix("镇").removesuffix("土家族乡").removesuffix("乡")
        names = BY_NAME[town].villages
        name = base if nth[town] == 1 else base + names[nth[town]].removesuffix("村")
        lon, lat = spot(town, rng, 3.2 if town in VALLEY else None)
        axis = min(km(lon, lat, 105.52 + k * 0.007, 31.31 - k * 0.022) for k in range(11))
        total = 14 + 158 / (1 + (axis / 6.5) ** 2.0) + rng.uniform(-4, 8)
        if town in VALLEY:
            total = min(max(total, 121 + rng.uniform(0, 12)), 189.0)
        peak, width = 12.0 + (31.3 - lat) * 6 + rng.uniform(-0.6, 0.6), rng.uniform(0.9, 1.35)
        shape = [
            0.05 + math.exp(-(((h - peak) / width) ** 2)) + 0.28 * math.exp(-(((h - peak - 6) / 1.8) ** 2)) for h in range(24)
        ]
        shape = [s * rng.uniform(0.75, 1.25) for s in shape]
        true = [round(total * s / sum(shape), 1) for s in shape]
        out.append(Station(f"607199{i + 1:02d}", name, town, lon, lat, list(true), true))
    for s in out:
        if s.township == "石门镇":
            s.hourly[18:] = [None] * 6  # both gauges fell silent at 08:00
    return out


def grade_of(people: int, assets_wan: float) -> str:
    """险情等级 by people and property, the higher of the two."""
    for name, p, a in (("特大型", 1000, 10000), ("大型", 500, 5000), ("中型", 100, 500)):
        if people >= p or assets_wan >= a:
            return name
    return "小型"


def points(gauges: list[Station]) -> list[RiskPoint]:
    """180 points: 110 geological, 70 flash flood."""
    rng = chance("points")
    towns = [t for t in NAMES for _ in range(POINTS_IN[t])]
    floods = set(rng.sample(range(180), 70))
    out: list[RiskPoint] = []
    names: set[tuple[str, str]] = set()
    serial = 0
    for i, town in enumerate(towns):
        is_flood = i in floods
        while True:
            village, group = rng.choice(BY_NAME[town].villages), rng.randrange(1, 10)
            kind = "山洪" if is_flood else rng.choices(list(TYPES), list(TYPES.values()))[0]
            name = (
                f"{village}{rng.choice(('河坝', '大沟', '沙沟', '水田沟', '石河堰'))}危险区"
                if is_flood
                else f"{village}{group}组{kind}"
            )
            if (town, name) not in names:
                break
        names.add((town, name))
        lon, lat = spot(town, rng, 2.6 if is_flood and town in VALLEY else None)
        in_valley = town in VALLEY
        households = max(2, int(rng.lognormvariate(2.7 if in_valley else 2.05, 0.5)))
        people = int(households * rng.uniform(2.9, 3.9))
        risk = rng.choices(("极高", "高", "一般", "低"), (16, 40, 34, 10) if in_valley else (5, 24, 48, 23))[0]
        assets = int(households * rng.uniform(12, 38))
        station = min(gauges, key=lambda s: km(s.lon, s.lat, lon, lat))
        if not is_flood:
            serial += 1
        point = RiskPoint(
            None if is_flood else f"519901{serial:04d}",
            name,
            town,
            village,
            group,
            kind,
            risk,
            households,
            people,
            int(people * rng.uniform(0.1, 0.3)),
            assets,
            grade_of(people, assets),
            lon,
            lat,
            tuple((person(rng), phone(rng)) for _ in range(3)),
            station.code,
        )
        if is_flood and rng.random() < 0.6:
            point.window_h = rng.choice((1, 3, 6))
            point.prepare_mm = {1: 30, 3: 50, 6: 65}[point.window_h] + 5 * rng.randrange(3)
            point.immediate_mm = {1: 55, 3: 85, 6: 105}[point.window_h] + 5 * rng.randrange(4)
        out.append(point)
    spare = [p for p in out if p.township not in VALLEY and p.code]
    for p in spare[5:60:25]:
        p.is_struck_off = True
    return out


def shelters(at_risk: list[RiskPoint]) -> list[Shelter]:
    """60 sites: enough everywhere but in the valley."""
    rng = chance("shelters")
    need = Counter()
    for p in at_risk:
        need[p.township] += p.people
    count = dict.fromkeys(NAMES, 2)
    for t in sorted((t for t in NAMES if t not in VALLEY), key=lambda t: -need[t])[:12]:
        count[t] += 1
    out: list[Shelter] = []
    for town in NAMES:
        villages = rng.sample(BY_NAME[town].villages, count[town])
        for k, village in enumerate(villages):
            valley = town in VALLEY
            is_county = k == 0 and town not in ("竹园乡", "柳坝镇", "凤仪乡", "柏林乡")
            kind = rng.choice(("学校", "村活动室", "卫生院", "企业厂房")) if not is_county else "学校"
            base = town.removesuffix("街道").removesuffix("镇").removesuffix("土家族乡").removesuffix("乡")
            name = f"{base}中心校避难场所" if is_county else f"{village}{kind}安置点"
            capacity: int | None = (
                int(need[town] * (0.24 if k == 0 else 0.13)) // 5 * 5
                if valley
                else max(80, int(need[town] * rng.uniform(1.15, 1.6) / count[town]) // 10 * 10 + 20)
            )
            text: Any = capacity
            if not valley and k == 2:  # the third site is given as a class only
                text = rng.choice(("50-100人", "100-200人", "50人以下", "200人以上"))
                capacity = CAPACITY_CLASS[text]
            area = int((capacity or 60) * rng.uniform(1.3, 2.6)) if is_county else None
            state, occupied = "未启用", None
            if valley:
                state, occupied = ("已满", capacity) if (k == 0) else ("已启用", int((capacity or 0) * 0.8))
            elif town in ("大垭镇", "云台乡", "金鼓镇", "茶园乡", "城关街道", "㵲溪镇") and k == 0:
                state, occupied = "已启用", rng.randrange(12, 45)
            lon, lat = spot(town, rng)
            out.append(
                Shelter(
                    f"BX{len(out) + 1:03d}" if not is_county else None,
                    name,
                    town,
                    village,
                    kind,
                    capacity,
                    text,
                    area,
                    state,
                    occupied,
                    lon,
                    lat,
                    person(rng),
                    phone(rng),
                    is_county,
                )
            )
    for town in (t for t in NAMES if t not in VALLEY):  # make sure that the story holds by the cautious reading
        mine = [s for s in out if s.township == town]
        short = int(need[town] * 1.1) - sum(s.capacity or 0 for s in mine)
        if short > 0:
            mine[0].capacity = mine[0].capacity_text = (mine[0].capacity or 0) + (short // 10 + 1) * 10
            mine[0].area_m2 = int(mine[0].capacity * 1.7) if mine[0].is_county else None
    liars = [s for s in out if s.is_county and s.township not in VALLEY][3:6:2]
    for s in liars:  # says more than its area can hold at 1 m² each
        s.area_m2 = int((s.capacity or 0) * 0.7)
    return out


def link(at_risk: list[RiskPoint], sites: list[Shelter]) -> None:
    """Each point's shelter is the nearest of its township."""
    for p in at_risk:
        p.shelter = min(
            (s for s in sites if s.township == p.township),
            key=lambda s: km(s.lon, s.lat, p.lon, p.lat),
        ).name


# --- sheets --------------------------------------------------------------------------------------------------------


def _short(town: str, rng: random.Random, odds: float = 0.1) -> str:
    return ALIASES[town][0] if town in ALIASES and rng.random() < odds else town


def geohazard_books(at_risk: list[RiskPoint]) -> list[tuple[str, list[Sheet]]]:
    """65 points with one coordinate cell, 45 with two columns."""
    rng = chance("geo sheets")
    land = [p for p in at_risk if p.code]
    first, second = land[0:65], land[65:]
    cells = []
    for n, p in enumerate(first):
        where = f"{p.lon:.5f},{p.lat:.5f}"
        if n % 9 == 3:
            where = f"{p.lon:.5f}，{p.lat:.5f}"
        if n in (7, 31, 50):
            where = f"{p.lat:.5f},{p.lon:.5f}"  # the wrong way round
        if n == 20:
            where = "0,0"
        people: Any = p.people
        if p.township not in VALLEY and n in (15, 44):
            people = f"约{p.people}人"
        houses: Any = p.households
        if p.township not in VALLEY and n in (12, 27):
            houses, people = f"{p.households}户{p.people}人", None
        (a, ap), (b, bp), (c, cp) = p.officers
        cells.append(
            [
                p.code,
                p.name,
                p.kind,
                _short(p.township, rng),
                p.village,
                p.group,
                where,
                houses,
                people,
                p.assets_wan,
                p.grade,
                p.risk,
                a,
                ap,
                b,
                bp,
                c,
                cp,
                "鸣锣、喊话",
                p.shelter,
                "已核销" if p.is_struck_off else "在册",
                p.station,
            ]
        )
    one = form(
        "隐患点",
        [
            "隐患点编号",
            "隐患点名称",
            "灾害类型",
            "所在乡镇",
            "村",
            "组",
            "经纬度坐标",
            "威胁户数",
            "威胁人口",
            "威胁财产（万元）",
            "险情等级",
            "风险等级",
            "防灾责任人",
            "防灾责任人电话",
            "监测责任人",
            "监测责任人电话",
            "预警转移责任人",
            "预警转移责任人电话",
            "预警信号",
            "安置点",
            "隐患状态",
            "雨量站站号",
        ],
        cells,
        above=[
            f"云岭县地质灾害隐患点台账（一）{SAMPLE}",
            "填报单位：县自然资源和规划局        截止日期：2026年6月18日",
        ],
        below=[["合计", f"{len(first)}处"], "审核人：尤例山"],
    )
    cells = []
    pen = Pen(rng, {"dot": 60, "cn": 40})
    for n, p in enumerate(second, 1):
        lon, lat = p.lon, p.lat
        if n in (9, 23):
            lon, lat = lat, lon  # swapped
        if n == 30:
            lon, lat = 106.81234, 30.10321  # outside the county
        grade = "中型" if p.grade == "小型" and n in (6, 18, 33) else p.grade  # disagrees with people and property
        (a, ap), (b, bp), (c, cp) = p.officers
        cells.append(
            [
                n,
                p.code,
                p.name,
                p.kind,
                p.township,
                p.village,
                f"{p.group}组",
                lat,
                lon,
                p.grade,
                grade,
                p.assets_wan,
                p.households,
                p.people,
                p.risk,
                pen.date(date(2026, 5, 6) + timedelta(days=n % 20)),
                a,
                "村支书",
                float(ap),
                b,
                "监测员",
                float(bp),
                c,
                float(cp),
                p.shelter,
                "是" if p.is_struck_off else "否",
                p.station,
                None,
            ]
        )
    two = form(
        "Sheet1",
        [
            "序号",
            "隐患点编号",
            "隐患点名称",
            "隐患点类型",
            "乡镇",
            "村",
            "组",
            "纬度",
            "经度",
            "规模等级",
            "险情等级",
            "威胁财产（万元）",
            "威胁户数（户）",
            "威胁人数（人）",
            "风险等级",
            "应急演练时间",
            ("防灾责任人", ["姓名", "职位", "电话"]),
            ("监测责任人", ["姓名", "职位", "电话"]),
            ("预警转移责任人", ["姓名", "电话"]),
            "安置点",
            "是否销号",
            "雨量站站号",
            "备注",
        ],
        cells,
        above=[
            f"云岭县地质灾害隐患点台账（二）{SAMPLE}",
            "填报单位：县自然资源和规划局",
            "截止日期：2026年6月18日",
        ],
        merge_down=["乡镇"],
        below=["填表人：窦例军        审核人：尤例山"],
    )
    return [
        ("自然资源局_地灾隐患点台账（一）.xlsx", [one]),
        ("自然资源局_地灾隐患点台账（二）.xlsx", [two]),
    ]


def flood_zone_sheet(at_risk: list[RiskPoint]) -> Sheet:
    """B8, the evacuation plan: township merged down, thresholds in some rows only."""
    cells = []
    zones = [p for p in at_risk if not p.code]
    for n, p in enumerate(zones, 1):
        lon, lat = p.lon, p.lat
        if n == 12:
            lon, lat = 0, 0
        if n == 40:
            lon, lat = 104.93210, 31.90412  # outside the county
        (a, ap), (b, bp), (c, cp) = p.officers
        cells.append(
            [
                n,
                p.township,
                p.village,
                p.name,
                p.risk,
                p.households,
                p.people,
                p.frail,
                "铜锣、手摇报警器",
                p.prepare_mm,
                p.immediate_mm,
                p.window_h,
                p.station,
                f"{p.village}委会→{p.shelter}",
                p.shelter,
                a,
                ap,
                b,
                bp,
                c,
                cp,
                lon,
                lat,
            ]
        )
    return form(
        "山洪危险区",
        [
            "序号",
            "乡镇",
            "村（社区）",
            "危险区名称",
            "风险等级",
            "影响户数",
            "影响人数",
            "其中老弱病残",
            "预警方式",
            "准备转移雨量",
            "立即转移雨量",
            "预警时段",
            "雨量站站号",
            "转移路线",
            "安置点",
            ("行政责任人", ["姓名", "电话"]),
            ("监测责任人", ["姓名", "电话"]),
            ("预警转移责任人", ["姓名", "电话"]),
            "经度",
            "纬度",
        ],
        cells,
        above=[
            f"2026年山洪灾害危险区人员转移避险预案表{SAMPLE}",
            "填报单位：县水利局        截止日期：2026年5月28日",
        ],
        units={
            "影响户数": "（户）",
            "影响人数": "（人）",
            "其中老弱病残": "（人）",
            "准备转移雨量": "（mm）",
            "立即转移雨量": "（mm）",
            "预警时段": "（h）",
        },
        merge_down=["乡镇"],
        below=[
            [
                "合计",
                None,
                None,
                f"{len(zones)}处",
                None,
                sum(p.households for p in zones),
                sum(p.people for p in zones),
            ]
        ],
    )


def shelter_books(sites: list[Shelter]) -> list[tuple[str, list[Sheet]]]:
    """The lists of the week before the storm, when every site was empty, and those of today."""
    empty = [replace(site, state="未启用", occupied=None) for site in sites]
    return [*_shelter_books(empty, "2026年6月18日", "_截至20260618"), *_shelter_books(sites, "2026年6月26日", "")]


def _shelter_books(sites: list[Shelter], day: str, ending: str) -> list[tuple[str, list[Sheet]]]:
    """County shelters with areas; standing sites with capacities that are sometimes a class."""
    a = [
        [
            s.name,
            s.township,
            "县级" if n % 2 else "乡镇级",
            "县教育和体育局",
            f"{s.township}{s.village}",
            s.lon,
            s.lat,
            s.capacity_text,
            s.area_m2,
            s.state,
            s.occupied,
            s.keeper,
            s.phone,
        ]
        for n, s in enumerate(s for s in sites if s.is_county)
    ]
    b = []
    for n, s in enumerate((s for s in sites if not s.is_county), 1):
        text = f"{s.capacity_text}人" if n % 11 == 0 and isinstance(s.capacity_text, int) else s.capacity_text
        b.append(
            [
                n,
                s.code,
                s.name,
                s.township,
                s.village,
                s.kind,
                text,
                "是",
                "是",
                "是" if n % 8 else "否",
                "是",
                "棉被、饮用水、方便食品",
                s.state,
                s.occupied,
                f"{s.village}委会",
                s.keeper,
                s.phone,
                s.lon,
                s.lat,
            ]
        )
    one = form(
        "避难场所",
        [
            "避难场所名称",
            "所在乡镇",
            "避难场所级别",
            "所属单位",
            "地址",
            "经度",
            "纬度",
            "容纳人数",
            "有效避难面积\n（平方米）",
            "启用状态",
            "已安置人数",
            "负责人",
            "联系方式",
        ],
        a,
        above=[
            f"云岭县应急避难场所名录{SAMPLE}",
            f"填报单位：县应急管理局    截止日期：{day}",
        ],
    )
    two = form(
        "安置点",
        [
            "序号",
            "安置点编号",
            "安置点名称",
            "乡镇",
            "村（社区）",
            "安置点类型",
            "容纳人数",
            ("基础保障", ["通路", "通电", "通水", "通网"]),
            "储备物资",
            "启用状态",
            "已安置人数",
            "管护单位",
            "联系人员",
            "联系电话",
            "经度",
            "纬度",
        ],
        b,
        above=[
            f"云岭县常备避险安置点台账{SAMPLE}",
            f"填报单位：县自然资源和规划局    截止日期：{day}",
        ],
        merge_down=["乡镇"],
        below=[["合计", f"{len(b)}个"], "填表人：窦例军"],
    )
    return [(f"应急管理局_应急避难场所名录{ending}.xlsx", [one]), (f"自然资源局_常备避险安置点{ending}.xlsx", [two])]


def rain_books(gauges: list[Station]) -> list[tuple[str, list[Sheet]]]:
    """Hourly readings as the GBK file of an old system, and the daily sheet 08–08."""
    hours = []
    for h in range(24):
        at = STORM_START + timedelta(hours=h + 1)
        for n, s in enumerate(gauges):
            town = s.township.replace("㵲", "舞")
            value: Any = s.hourly[h]
            if value is None:
                continue  # a gauge that sent nothing has no line
            if (h, n) in ((10, 5), (11, 5)):
                value = "—"
            when = at.strftime("%Y-%m-%d %H:%M") if h % 2 else f"{at.year}/{at.month}/{at.day} {at.hour}:00"
            hours.append([s.code, s.name.replace("㵲", "舞"), town, s.lon, s.lat, when, 1, value])
    hourly = form(
        "csv",
        ["站号", "站名", "乡镇", "经度", "纬度", "时间", "时段长(h)", "时段降水量(mm)"],
        hours,
    )
    daily = [
        [
            s.code,
            s.name,
            s.township,
            datetime(2026, 6, 26, 8),
            24,
            round(sum(s.true_hourly[:18]), 1),
        ]
        for s in gauges
    ]
    day = form(
        "日雨量",
        ["站号", "站名", "乡镇", "时间", "时段长", "降水量"],
        daily,
        above=[
            f"云岭县日雨量统计表{SAMPLE}",
            "填报单位：县水文站    统计时段：2026年6月25日8时至6月26日8时",
        ],
        units={"时段长": "（h）", "降水量": "（mm）"},
    )
    return [
        ("水文站_逐小时雨量_20260625-26（示例数据）.csv", [hourly]),
        ("水文站_日雨量_20260626.xlsx", [day]),
    ]


def unread_rain() -> int:
    """Rainfall lines that cannot be read (a dash for a value)."""
    return 2


# fmt: off
WARNINGS = (  # kind, level, issuer, issued, until, lifted, townships, text
    ("暴雨", "蓝色", "县气象台", datetime(2026, 6, 12, 16, 20), datetime(2026, 6, 13, 4, 20), datetime(2026, 6, 13, 1, 0), "全县", "预计未来12小时降雨量将达50毫米以上"),
    ("雷电", "黄色", "县气象台", datetime(2026, 6, 20, 13, 5), datetime(2026, 6, 20, 19, 5), datetime(2026, 6, 20, 18, 30), "柏林乡、白鹤镇、石笋乡", "可能发生雷电活动"),
    ("暴雨", "蓝色", "县气象台", datetime(2026, 6, 25, 15, 10), datetime(2026, 6, 26, 3, 10), datetime(2026, 6, 25, 20, 0), "全县", "预计未来12小时大部乡镇降雨量将达50毫米以上"),
    ("地质灾害气象风险", "黄色", "县自然资源和规划局、县气象局", datetime(2026, 6, 25, 17, 0), datetime(2026, 6, 26, 17, 0), None, "全县", "发生地质灾害的风险较高"),
    ("暴雨", "黄色", "县气象台", datetime(2026, 6, 25, 20, 0), datetime(2026, 6, 26, 8, 0), datetime(2026, 6, 26, 1, 30),
     "青溪镇、龙潭镇、青岩乡、三江口镇、金鼓镇、大垭镇、云台乡", "过去2小时局部降雨量已达35毫米，预计仍将持续"),
    ("山洪灾害", "橙色", "县水利局、县气象局", datetime(2026, 6, 26, 0, 30), datetime(2026, 6, 26, 20, 0), None, "青溪镇、龙潭镇、青岩土家族乡、三江口镇", "发生山洪灾害的可能性大"),
    ("暴雨", "橙色", "县气象台", datetime(2026, 6, 26, 1, 30), datetime(2026, 6, 26, 18, 0), None, "青溪、龙潭、青岩乡、三江口、大垭镇、茶园乡", "过去3小时降雨量已达50毫米以上，预计仍将持续"),
    ("地质灾害气象风险", "橙色", "县自然资源和规划局、县气象局", datetime(2026, 6, 26, 2, 0), datetime(2026, 6, 26, 20, 0), None, "青溪镇、龙潭镇、青岩土家族乡、三江口镇、大垭镇", "发生地质灾害的风险高"),
)
# fmt: on


def warning_sheet() -> Sheet:
    """Eight bulletins; three levels of the same rain; four of them lifted."""
    rows = [
        [
            n,
            k,
            level,
            who,
            at,
            until,
            off,
            towns,
            f"{who}{at.month}月{at.day}日{at.hour}时{at.minute:02d}分发布{k}{level}预警：{text}。",
            "雷例明",
            {"蓝色": "关注天气", "黄色": "加密巡查", "橙色": "组织转移"}[level],
        ]
        for n, (k, level, who, at, until, off, towns, text) in enumerate(WARNINGS, 1)
    ]
    return form(
        "预警",
        [
            "序号",
            "预警类型",
            "预警等级",
            "发布单位",
            "发布时间",
            "有效期至",
            "解除时间",
            "影响乡镇",
            "预警内容",
            "签发人",
            "响应措施",
        ],
        rows,
        above=[
            f"2026年6月预警信号发布情况{SAMPLE}",
            "填报单位：县防汛办    截止日期：2026年6月26日",
        ],
    )


def patrols(at_risk: list[RiskPoint]) -> list[dict[str, Any]]:
    """Before, during and after the rain; a few signs of danger, a few that nobody could judge."""
    rng = chance("patrols")
    out = []
    for p in at_risk:
        if p.is_struck_off:
            continue
        valley = p.township in VALLEY
        late = p.township == "石门镇"
        plan = [
            ("雨前排查", 0.35 if late else 0.93, datetime(2026, 6, 25, 8)),
            ("雨中巡查", 0.95 if valley else 0.1 if late else 0.55, datetime(2026, 6, 25, 21)),
            ("雨后核查", 0.0 if valley else 0.05 if late else 0.25, datetime(2026, 6, 26, 9)),
        ]
        for phase, odds, start in plan:
            if rng.random() < odds:
                sign = "有" if phase == "雨中巡查" and valley and rng.random() < 0.12 else "无"
                judge = "否" if phase == "雨中巡查" and sign == "无" and rng.random() < (0.09 if valley else 0.02) else "是"
                text = "后缘裂缝加宽，有小型掉块" if sign == "有" else "能见度低，无法研判" if judge == "否" else "未见异常"
                out.append(
                    {
                        "point": p,
                        "phase": phase,
                        "at": start + timedelta(minutes=rng.randrange(5, 300)),
                        "who": p.officers[1][0],
                        "text": text,
                        "sign": sign,
                        "judge": judge,
                    }
                )
    return sorted(out, key=lambda c: c["at"])


def patrol_sheet(checks: list[dict[str, Any]]) -> Sheet:
    """三查记录."""
    rows = [
        [
            n,
            c["point"].code,
            c["point"].name,
            c["point"].township,
            c["phase"],
            c["at"],
            c["who"],
            c["text"],
            c["sign"],
            c["judge"],
            "立即组织撤离" if c["sign"] == "有" or c["judge"] == "否" else None,
        ]
        for n, c in enumerate(checks, 1)
    ]
    return form(
        "三查",
        [
            "序号",
            "隐患点编号",
            "隐患点名称",
            "乡镇",
            "检查阶段",
            "检查时间",
            "检查人",
            "检查情况",
            "有无险情",
            "能否研判",
            "处置措施",
        ],
        rows,
        above=[f"“6·25”强降雨“三查”记录{SAMPLE}", "填报单位：县防汛办    截止日期：2026年6月26日"],
        repeat_every=120,
    )


def evacuations(at_risk: list[RiskPoint]) -> list[dict[str, Any]]:
    """Every 极高 and 高 point of the valley and the 极高 ones elsewhere: two or three reports each; all points of townships that are done."""
    rng = chance("evacuations")
    out = []
    for p in at_risk:
        if p.is_struck_off:
            continue
        if p.township in DONE_BY:
            out += _moved_wholly(p)
            continue
        if p.risk not in (("极高", "高") if p.township in VALLEY else ("极高",)):
            continue
        share, start = 0.0, datetime(2026, 6, 25, 18, 0) + timedelta(minutes=rng.randrange(0, 240))
        for k in range(rng.choice((2, 3))):
            share = min(1.0, share + rng.uniform(0.25, 0.5))
            last = k > 0 and rng.random() < 0.45
            moved = p.people if last else int(p.people * share)
            back = 0 if p.township in VALLEY else (moved // 3 if k == 2 else 0)
            out.append(_report(p, moved, back, start + timedelta(minutes=200 * k + rng.randrange(0, 90)), k))
    return sorted(out, key=lambda c: (c["at"], c["point"].name))


def _moved_wholly(p: RiskPoint) -> list[dict[str, Any]]:
    """Two reports of a point: half of its people, then all of them before its township's hour."""
    rng = chance(f"evacuations {p.code}")
    done = DONE_BY[p.township] - timedelta(minutes=rng.randrange(0, 60))
    return [_report(p, p.people // 2, 0, done - timedelta(minutes=rng.randrange(40, 120)), 0), _report(p, p.people, 0, done, 2)]


def _report(p: RiskPoint, moved: int, back: int, at: datetime, number: int) -> dict[str, Any]:
    return {
        "point": p,
        "need": p.people,
        "moved": moved,
        "back": back,
        "to": p.shelter if number % 2 == 0 else "投亲靠友",
        "at": at,
        "who": p.officers[2][0],
    }


def evacuation_sheet(reports: list[dict[str, Any]]) -> Sheet:
    """转移避险进度: several lines for one point, each with its time."""
    rows = [
        [
            n,
            r["point"].code,
            r["point"].name,
            r["point"].township,
            r["need"],
            r["moved"],
            r["back"] or None,
            r["to"],
            r["at"].strftime("%Y-%m-%d %H:%M") if n % 6 == 0 else r["at"],
            r["who"],
        ]
        for n, r in enumerate(reports, 1)
    ]
    return form(
        "转移进度",
        [
            "序号",
            "隐患点编号",
            "隐患点（危险区）名称",
            "乡镇",
            "应转移人数",
            "已转移人数",
            "已返回人数",
            "转移去向",
            "更新时间",
            "确认人",
        ],
        rows,
        above=[
            f"“6·25”强降雨转移避险进度表{SAMPLE}",
            "填报单位：县防汛办    截止日期：2026年6月26日",
        ],
    )
