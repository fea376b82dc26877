"""The other ledgers: townships, enterprises, inspection tasks, complaints, projects, accidents, duty. Truth and sheets."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from yunling_county import ALIASES, BY_NAME, NAMES, TOWNSHIPS, chance, person, phone, spot
from yunling_flood import RiskPoint
from yunling_hazard_sheets import SAMPLE, cn
from yunling_paper import Pen, Sheet, form
from yunling_words import BRANDS, INDUSTRIES


def township_sheet() -> Sheet:
    """The directory: official names, former and short names, who must report."""
    rows = [
        [
            n,
            t.name,
            t.code,
            t.kind,
            "、".join(a for a in t.aliases if a.endswith(("乡", "镇"))) or None,
            "、".join(a for a in t.aliases if not a.endswith(("乡", "镇"))) or None,
            t.population,
            f"{t.secretary}（书记）、{t.mayor}（{'主任' if t.kind == '街道' else '镇长' if t.kind == '镇' else '乡长'}）",
            "是" if t.must_report else "否",
            None if t.must_report else "由行业部门代报",
        ]
        for n, t in enumerate(TOWNSHIPS, 1)
    ]
    return form(
        "名录",
        [
            "序号",
            "乡镇（街道）名称",
            "行政区划代码",
            "类型",
            "曾用名",
            "简称",
            "常住人口（人）",
            "党政主要负责人",
            "是否应报",
            "备注",
        ],
        rows,
        above=[
            f"云岭县乡镇（街道）及报送单位名录{SAMPLE}",
            "填报单位：县攻坚办    截止日期：2026年1月1日",
        ],
        below=[["合计", "24个", None, None, None, None, sum(t.population for t in TOWNSHIPS)]],
    )


# --- enterprises ---------------------------------------------------------------------------------------------------

CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SHARES = {
    "危险化学品": 34,
    "烟花爆竹": 24,
    "非煤矿山": 22,
    "工贸": 82,
    "消防安全": 60,
    "建筑施工": 40,
    "城镇燃气": 36,
    "道路运输": 48,
    "水上交通": 10,
    "学校安全": 60,
    "特种设备": 46,
    "食品安全": 50,
    "水利设施": 20,
    "文化旅游": 26,
    "工业企业": 42,
}


def credit_code(body: str) -> str:
    """A unified social credit code with its true check character (GB 32100)."""
    total = sum(CODE_LETTERS.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + CODE_LETTERS[(31 - total % 31) % 31]


def enterprises() -> list[dict[str, Any]]:
    """600 of them; their names lend themselves to hazards."""
    rng = chance("enterprises")
    weights = [BY_NAME[n].population ** 0.8 for n in NAMES]
    out: list[dict[str, Any]] = []
    names: set[str] = set()
    for industry, count in SHARES.items():
        unit, kinds, _ = INDUSTRIES[industry]
        for _ in range(count):
            while True:
                name = f"示例{rng.choice(BRANDS)}{rng.choice(('', '云', '山', '江', '川'))}{rng.choice(kinds)}"
                if name not in names:
                    break
            names.add(name)
            town = rng.choices(NAMES, weights)[0]
            lon, lat = spot(town, rng)
            out.append(
                {
                    "code": credit_code(f"91519901MA{len(out) + 1:06d}X"),
                    "name": name,
                    "township": town,
                    "industry": industry,
                    "is_key": industry in ("危险化学品", "烟花爆竹", "非煤矿山") or rng.random() < 0.18,
                    "unit": unit,
                    "lon": lon,
                    "lat": lat,
                }
            )
    rng.shuffle(out)
    return out


def enterprise_sheet(rows: list[dict[str, Any]]) -> Sheet:
    """太平镇 by its old name in some rows, and a line break in a place name."""
    rng = chance("enterprise sheet")
    cells = []
    for n, e in enumerate(rows, 1):
        town = e["township"]
        if town in ALIASES and rng.random() < 0.25:
            town = ALIASES[town][0]
        cells.append(
            [
                n,
                e["code"],
                e["name"],
                town[:4] + "\n" + town[4:] if n % 90 == 0 and len(town) > 4 else town,
                e["industry"],
                "是" if e["is_key"] else "否",
                e["unit"],
                e["lon"],
                e["lat"],
            ]
        )
    return form(
        "名录",
        [
            "序号",
            "统一社会信用代码",
            "企业（单位）名称",
            "乡镇",
            "行业领域",
            "是否重点",
            "监管单位",
            "经度",
            "纬度",
        ],
        cells,
        above=[
            f"云岭县重点监管企业（单位）名录{SAMPLE}",
            "填报单位：县安委办    截止日期：2026年6月1日",
        ],
        below=[["合计", f"{len(rows)}家"]],
    )


# --- inspection tasks ----------------------------------------------------------------------------------------------

ROUNDS = ("第三轮中央生态环境保护督察", "2025年省生态环境保护督察")
# fmt: off
FINDINGS = (
    ("水污染", "{t}生活污水处理设施运行不正常，管网破损直排青溪河"), ("水污染", "{t}集中式饮用水水源保护区内存在畜禽养殖"),
    ("农业面源", "{t}规模养殖场粪污还田台账缺失，雨天溢流"), ("农业面源", "{t}农膜回收率低，田间堆放农药包装物"),
    ("城乡生活垃圾", "{t}垃圾压缩站渗滤液收集不到位"), ("城乡生活垃圾", "{t}原简易填埋场未完成封场"),
    ("工业污染", "{t}砂石加工企业粉尘无组织排放"), ("工业污染", "{t}砖厂脱硫设施不正常运行"),
    ("大气污染", "{t}建筑工地扬尘管控“六个百分之百”落实不到位"), ("生态破坏", "{t}矿山生态修复进度滞后，边坡裸露"),
    ("土壤污染", "{t}加油站防渗改造未完成"), ("噪声污染", "{t}场镇娱乐场所夜间噪声扰民"),
)
# fmt: on


def tasks() -> list[dict[str, Any]]:
    """45: 21 done, 15 on schedule, 6 behind, 3 not begun. All tasks 「立行立改」 are done."""
    rng = chance("tasks")
    plan = ["done"] * 21 + ["on_schedule"] * 15 + ["behind"] * 6 + ["not_started"] * 3
    rng.shuffle(plan)
    overdue_left = 3
    out, seen = [], set()
    for n, status in enumerate(plan, 1):
        while True:
            category, text = rng.choice(FINDINGS)
            town = rng.choice(NAMES)
            if (text, town) not in seen:
                break
        seen.add((text, town))
        if status == "done":
            due, on = rng.choice(
                (
                    ("立行立改，长期坚持", None),
                    ("2025年底前", date(2025, 12, 31)),
                    ("2026年3月底前", date(2026, 3, 31)),
                    ("2025年底前，并长期坚持", date(2025, 12, 31)),
                )
            )
        elif status == "on_schedule":
            due, on = rng.choice(
                (
                    ("2026年底前，并长期坚持", date(2026, 12, 31)),
                    ("2026年底前", date(2026, 12, 31)),
                    ("2026年6月底前", date(2026, 6, 30)),
                    ("2026年9月30日", date(2026, 9, 30)),
                    ("长期坚持", None),
                    ("2027年底前", date(2027, 12, 31)),
                )
            )
        elif status == "behind" and overdue_left:
            overdue_left -= 1
            due, on = rng.choice((("2026年3月底前", date(2026, 3, 31)), ("2026年5月底前", date(2026, 5, 31))))
        else:
            due, on = rng.choice((("2026年6月底前", date(2026, 6, 30)), ("2026年底前", date(2026, 12, 31))))
        share = {
            "done": 1.0,
            "on_schedule": rng.choice((0.45, 0.6, 0.7, 0.8)),
            "behind": rng.choice((0.2, 0.3, 0.35)),
            "not_started": 0.0,
        }[status]
        out.append(
            {
                "code": f"DC-{n:02d}",
                "round": ROUNDS[n % 2],
                "finding": text.format(t=town),
                "category": category,
                "township": town,
                "due": due,
                "due_on": on,
                "status": status,
                "share": share,
                "started": date(2025, 9, 1) + timedelta(days=rng.randrange(150)),
                "owner": person(rng),
                "closed_on": (on or date(2026, 2, 28)) - timedelta(days=rng.randrange(5, 40)) if status == "done" else None,
            }
        )
    return out


def task_sheet(rows: list[dict[str, Any]]) -> Sheet:
    """C1, in two sections by round."""
    pen = Pen(chance("task sheet"), {"dot": 60, "cn": 40})
    word = {
        "done": "已完成整改",
        "on_schedule": "按序时进度推进",
        "behind": "未达序时进度",
        "not_started": "未启动",
    }
    cells: list[Any] = []
    for part, name in zip("一二", ROUNDS, strict=True):
        cells.append(f"{part}、{name}反馈问题")
        for r in (r for r in rows if r["round"] == name):
            n = len(cells)
            share: Any = f"{r['share']:.0%}" if n % 3 else r["share"] if r["share"] not in (0, 1) else f"{r['share']:.0%}"
            cells.append(
                [
                    n,
                    r["code"],
                    name,
                    r["category"],
                    r["finding"],
                    "问题整改到位，长效机制建立",
                    "制定方案，落实责任，限期整改",
                    r["township"],
                    f"{r['township']}党委、政府" if not r["township"].endswith("街道") else f"{r['township']}党工委、办事处",
                    "县生态环境局",
                    r["owner"],
                    pen.date(r["started"]),
                    r["due"],
                    {
                        "done": "已经完成，长期坚持",
                        "on_schedule": "正在按计划推进",
                        "behind": "因资金未到位，进度滞后",
                        "not_started": "正在编制方案",
                    }[r["status"]],
                    share,
                    word[r["status"]],
                    pen.date(r["closed_on"]),
                ]
            )
    return form(
        "任务清单",
        [
            "序号",
            "任务编号",
            "督察轮次",
            "问题类别",
            "反馈问题\n（督察指出）",
            "整改目标",
            "整改措施",
            "属地乡镇",
            "责任单位",
            "督导单位\n（验收单位）",
            "责任人",
            "启动时间",
            "整改时限",
            "进展情况",
            "形象进度（%）",
            "完成状态",
            "销号时间",
        ],
        cells,
        above=[
            f"云岭县生态环境保护督察反馈问题整改任务清单{SAMPLE}",
            "填报单位：县生态环境保护督察整改办            截止日期：2026年6月24日",
        ],
        below=["填表人：姜例清    审核人：谢例河"],
    )


# --- complaints ----------------------------------------------------------------------------------------------------

TROUBLES = (
    ("大气、噪声", "餐饮店油烟、风机噪声扰民"),
    ("水", "污水直排河道，水体发黑"),
    ("大气", "夜间焚烧垃圾，气味刺鼻"),
    ("噪声", "石材加工噪声大"),
    ("土壤、水", "堆放废机油渗漏"),
    ("固废", "建筑垃圾随意倾倒"),
    ("扬尘、噪声", "工地未湿法作业"),
    ("生态", "林地内非法采石"),
    ("大气、水、固废", "养殖场臭气熏天，粪污外溢"),
    ("油烟", "烧烤摊占道经营油烟大"),
    ("辐射", "基站距离住宅太近"),
)


def cases() -> list[dict[str, Any]]:
    """160: 118 closed, 30 interim, 12 open in the newer sheet."""
    rng = chance("cases")
    days = sorted(rng.choices([date(2026, 5, 22) + timedelta(days=i) for i in range(33)], k=160))
    plan = ["closed"] * 106 + ["interim_closed"] * 22 + ["open"] * 2
    rng.shuffle(plan)
    recent = ["closed"] * 12 + ["interim_closed"] * 8 + ["open"] * 10
    rng.shuffle(recent)
    plan += recent
    serial: dict[date, int] = {}
    out = []
    for n, (day, status) in enumerate(zip(days, plan, strict=True)):
        serial[day] = serial.get(day, 0) + rng.randrange(1, 9)
        types, text = rng.choice(TROUBLES)
        town = rng.choice(NAMES)
        truth = "不属实" if n % 7 == 3 else rng.choices(("属实", "部分属实"), (60, 40))[0]
        out.append(
            {
                "code": f"{'DX'[n % 3 == 0]}3SX{day:%Y%m%d}{serial[day]:04d}",
                "received": day,
                "township": town,
                "types": types,
                "text": f"{town}{rng.choice(BY_NAME[town].villages)}{text}。",
                "truth": truth if status != "open" else "",
                "status": status,
                "focus": rng.random() < 0.1,
                "fine": round(rng.uniform(0.5, 12), 1) if truth == "属实" and rng.random() < 0.3 else None,
                "blame": "约谈1人" if truth == "属实" and rng.random() < 0.12 else "无",
                "closed_on": min(day + timedelta(days=rng.randrange(3, 14)), date(2026, 6, 23)) if status == "closed" else None,
            }
        )
    return out


def case_sheet(rows: list[dict[str, Any]], day: date) -> Sheet:
    """C2 as published; the earlier one knows less."""
    pen = Pen(chance(f"cases/{day}"), {"cn": 50, "dot": 50})
    cells: list[Any] = []
    for n, r in enumerate((r for r in rows if r["received"] <= day), 1):
        status = r["status"]
        if day < date(2026, 6, 20):
            status = (
                "open"
                if r["received"] > day - timedelta(days=6)
                else status
                if r["closed_on"] and r["closed_on"] <= day
                else "interim_closed"
                if status == "closed"
                else status
            )
        done = {"closed": "已办结", "interim_closed": "阶段性办结", "open": "未办结"}[status]
        town = ALIASES[r["township"]][0] if r["township"] in ALIASES and n % 4 == 0 else r["township"]
        cells.append(
            [
                n,
                r["code"],
                pen.date(r["received"]),
                r["text"],
                town,
                r["types"],
                "已组织现场核查" if r["truth"] else None,
                r["truth"] if status != "open" else None,
                "已责令整改，落实长效管护" if status != "open" else "正在办理",
                done,
                pen.date(r["closed_on"]) if status == "closed" else None,
                r["fine"] if status == "closed" else None,
                r["blame"] if status == "closed" else None,
                "是" if r["focus"] else None,
            ]
        )
    if day > date(2026, 6, 20):
        cells.append(
            [
                len(cells) + 1,
                None,
                "2026.6.24",
                "来电人未说明具体地点，受理编号待补。",
                "城关街道",
                "大气",
                None,
                None,
                "正在办理",
                "未办结",
            ]
        )
    return form(
        "一览表",
        [
            "序号",
            "受理编号",
            "交办时间",
            "交办问题基本情况",
            "行政区域",
            "污染类型",
            "调查核实情况",
            "是否属实",
            "处理和整改情况",
            "是否办结",
            "办结时间",
            "处罚金额（万元）",
            "责任人被处理情况",
            "重点关注",
        ],
        cells,
        above=[
            f"云岭县群众信访举报转办和边督边改情况一览表{SAMPLE}",
            f"填报单位：县生态环境保护督察整改办        截止日期：{cn(day)}",
        ],
        below=["注：一件信访可能涉及多个污染类型，分类合计大于总件数。"],
    )


# --- projects ------------------------------------------------------------------------------------------------------

STAGES = ("立项", "勘查", "设计", "招标", "开工", "完工", "初验", "终验", "移交")
STAGE_CODES = (
    "planned",
    "surveyed",
    "designed",
    "tendered",
    "started",
    "finished",
    "preliminary_accepted",
    "final_accepted",
    "handed_over",
)


def projects(at_risk: list[RiskPoint]) -> list[dict[str, Any]]:
    """40: most of those under way are due by the end of June."""
    rng = chance("projects")
    plan = [0, 0, 1, 2, 2, 3, 3] + [4] * 17 + [5] * 6 + [6] * 5 + [7] * 3 + [8] * 2
    rng.shuffle(plan)
    chosen = rng.sample([p for p in at_risk if p.code and not p.is_struck_off], 40)
    out = []
    for n, (stage, p) in enumerate(zip(plan, chosen, strict=True), 1):
        total = round(rng.uniform(28, 460), 1)
        begin = date(2025, 9, 1) + timedelta(days=rng.randrange(0, 150))
        end = date(2026, 6, 30) if stage == 4 and rng.random() < 0.6 else begin + timedelta(days=rng.randrange(110, 330))
        if 0 < stage < 4:
            end = date(2026, 6, 30) + timedelta(days=rng.randrange(60, 200))
        if stage == 0:
            end = date(2026, 12, 31)
        if stage > 4:
            end = min(end, date(2026, 6, 15))
        started = begin + timedelta(days=rng.randrange(0, 40)) if stage >= 4 else None
        finished = min(end + timedelta(days=rng.randrange(-20, 15)), date(2026, 6, 22)) if stage >= 5 else None
        share = 1.0 if stage >= 5 else (rng.choice((0.35, 0.48, 0.62, 0.75, 0.86, 0.93)) if stage == 4 else 0.0)
        place = round(total * rng.choice((0.5, 0.7, 0.8, 1.0)), 1)
        out.append(
            {
                "code": f"ZL-2026-{n:02d}",
                "name": f"{p.township}{p.name}{rng.choice(('工程治理', '排危除险', '搬迁避让', '监测预警'))}项目",
                "point": p,
                "stage": stage,
                "total": total,
                "in_place": place,
                "paid": round(place * (share * 0.8 + 0.1), 1),
                "plan_start": begin,
                "start": started,
                "plan_end": end,
                "end": finished,
                "share": share,
                "eia": rng.choice(("已批复", "已批复", "无需办理", "办理中")),
                "criticised": stage == 4 and share < 0.5,
                "first": min(finished + timedelta(days=12), date(2026, 6, 24)) if stage >= 6 and finished else None,
                "households": p.households,
                "people": p.people,
            }
        )
    return out


def project_sheet(rows: list[dict[str, Any]]) -> Sheet:
    """形象进度(%) as 0.93, 93 and '93.3%'; 万元 in a 万元 column; 资金 with a parent heading."""
    pen = Pen(chance("project sheet"), {"dot": 50, "cn": 25, "real": 25})
    cells: list[Any] = []
    for n, r in enumerate(rows, 1):
        share: Any = r["share"]
        if share == 1:
            share = "100%" if n % 2 else 100
        elif share == 0:
            share = "—" if n % 2 else "0%"
        elif n % 3 == 1:
            share = round(share * 100)
        elif n % 3 == 2:
            share = f"{share * 100:.1f}%"
        total: Any = f"{r['total']}万元" if n % 13 == 0 else r["total"]
        cells.append(
            [
                n,
                r["code"],
                r["name"],
                r["point"].township,
                r["point"].code,
                r["name"][-6:-2],
                "挡土墙、截排水沟等" if "工程" in r["name"] else "按批复内容实施",
                total,
                "省级、县级",
                r["in_place"],
                r["paid"],
                "县自然资源和规划局",
                "示例建工集团有限公司",
                pen.date(r["plan_start"]),
                pen.date(r["start"]),
                pen.date(r["plan_end"]),
                pen.date(r["end"]),
                share,
                STAGES[r["stage"]],
                "施工进度滞后" if r["criticised"] else None,
                r["eia"],
                "是" if r["criticised"] else "否",
                pen.date(r["first"]),
                r["households"],
                r["people"],
            ]
        )
    total = [None] * 6
    return form(
        "项目",
        [
            "序号",
            "项目编号",
            "项目名称",
            "所在乡镇",
            "隐患点编号",
            "项目类型",
            "建设内容",
            "总投资（万元）",
            "资金来源",
            ("资金情况（万元）", ["到位资金", "拨付资金"]),
            "业主单位",
            "施工单位",
            ("工期", ["计划开工", "实际开工", "计划完工", "实际完工"]),
            "形象进度（%）",
            "项目阶段",
            "存在问题",
            "环评批复",
            "是否通报",
            "初验时间",
            ("减少威胁", ["户数", "人数"]),
        ],
        cells,
        above=[
            f"云岭县地质灾害治理项目台账{SAMPLE}",
            ["填报单位：县自然资源和规划局", None, None, None, None, "截止日期：2026年6月24日"],
        ],
        below=[
            [
                "合计",
                *total,
                round(sum(r["total"] for r in rows), 1),
                None,
                round(sum(r["in_place"] for r in rows), 1),
                round(sum(r["paid"] for r in rows), 1),
            ],
            "填表人：窦例军    审核人：尤例山",
        ],
    )


# --- accidents and duty --------------------------------------------------------------------------------------------

# fmt: off
ACCIDENTS = (
    ("SG-2025-01", datetime(2025, 3, 14, 9, 40), "柳坝镇", "示例柳坝木业有限公司", "工贸", "机械伤害", 0, 1, 6.5, "防护罩缺失", "已结案"),
    ("SG-2025-02", datetime(2025, 7, 2, 16, 5), "东屏街道", "示例安置房项目三标段", "建筑施工", "高处坠落", 1, 0, 128.0, "未系安全带", "已结案"),
    ("SG-2025-03", datetime(2025, 10, 19, 7, 20), "石门镇", "县道015线12公里处", "道路运输", "车辆伤害", 1, 2, 96.0, "超速行驶", "已结案"),
    ("SG-2026-01", datetime(2026, 2, 11, 21, 30), "城关街道", "示例家乐购物中心", "消防安全", "火灾", 0, 0, 35.2, "电气线路故障", "已结案"),
    ("SG-2026-02", datetime(2026, 4, 23, 14, 10), "石门镇", "示例石门砂石厂", "非煤矿山", "坍塌", 0, 2, 42.0, "边坡浮石未清理", "调查中"),
    ("SG-2026-03", datetime(2026, 6, 9, 10, 25), "双河镇", "示例双河化工有限公司", "危险化学品", "泄漏", 0, 0, 8.0, "阀门密封失效", "调查中"),
)
# fmt: on


def accident_sheet() -> Sheet:
    """Six, four of them closed."""
    rows = [
        [n, *a[:6], *a[6:], a[1].date() + timedelta(days=90) if a[10] == "已结案" else None, None]
        for n, a in enumerate(ACCIDENTS, 1)
    ]
    return form(
        "快报",
        [
            "序号",
            "事故编号",
            "发生时间",
            "乡镇",
            "事故地点（单位）",
            "行业领域",
            "事故类型",
            "死亡人数",
            "受伤人数",
            "直接经济损失（万元）",
            "事故原因",
            "状态",
            "结案时间",
            "备注",
        ],
        rows,
        above=[
            f"云岭县生产安全事故快报统计表{SAMPLE}",
            "填报单位：县应急管理局    截止日期：2026年6月24日",
        ],
        below=[
            [
                "合计",
                f"{len(rows)}起",
                None,
                None,
                None,
                None,
                None,
                sum(a[6] for a in ACCIDENTS),
                sum(a[7] for a in ACCIDENTS),
            ]
        ],
    )


def duty_sheet() -> Sheet:
    """Two weeks, three posts a day, the date merged down."""
    rng = chance("duty")
    leaders, chiefs, clerks = ([person(rng) for _ in range(k)] for k in (5, 7, 7))
    phones = {name: phone(rng) for name in leaders + chiefs + clerks}
    rows = []
    for k in range(14):
        day = date(2026, 6, 22) + timedelta(days=k)
        for post, name, unit in (
            ("带班县领导", leaders[k % 5], "县委、县政府"),
            ("值班科长", chiefs[k % 7], "县应急管理局"),
            ("值班员", clerks[(k * 3) % 7], "县应急指挥中心"),
        ):
            rows.append(
                [
                    day,
                    "星期" + "一二三四五六日"[day.weekday()],
                    post,
                    name,
                    phones[name] if post == "带班县领导" else float(phones[name]),
                    unit,
                ]
            )
    return form(
        "值班表",
        ["日期", "星期", "岗位", "姓名", "联系电话", "单位"],
        rows,
        above=[
            f"云岭县应急值班表（6月22日—7月5日）{SAMPLE}",
            "填报单位：县应急管理局    截止日期：2026年6月21日",
        ],
        merge_down=["日期"],
        below=["值班电话：0999-0000000"],
    )
