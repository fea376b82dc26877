"""The truth about hazards: 3,000 of them with their whole lives, and as many more as a benchmark wants.

A hazard here is what really happened. What an office writes of it on a given day is told by ``Hazard.seen_on``.
"""

from __future__ import annotations

import calendar
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from yunling_county import BY_NAME, HOLIDAYS, LAGGARD, MODEL, NAMES, TODAY, chance, person
from yunling_words import BASES, BRANDS, INDUSTRIES, MEASURES

FIRST_DAY = date(2025, 1, 2)
LAST_DAY = date(2026, 6, 24)

# channel: (unit that reports, prefix of the hazard's code or None, how many, industries)
CHANNELS: dict[str, tuple[str, str | None, int, tuple[str, ...]]] = {
    "应急": ("县应急管理局", "YJ", 620, ("危险化学品", "烟花爆竹", "非煤矿山", "工贸", "消防安全")),
    "住建": ("县住房和城乡建设局", None, 380, ("建筑施工", "建筑施工", "城镇燃气")),
    "交通": ("县交通运输局", "JT", 300, ("道路运输", "道路运输", "水上交通")),
    "教体": ("县教育和体育局", "JY", 260, ("学校安全",)),
    "市监": ("县市场监督管理局", "SJ", 320, ("特种设备", "食品安全")),
    "自规": ("县自然资源和规划局", "ZG", 200, ("自然资源", "非煤矿山")),
    "水利": ("县水利局", "SL", 220, ("水利设施",)),
    "文旅": ("县文化广播电视和旅游局", None, 150, ("文化旅游",)),
    "经信": ("县经济和信息化局", "JX", 220, ("工业企业",)),
    "石门": ("石门镇人民政府", "SM", 50, ("道路运输", "消防安全", "水利设施", "建筑施工")),
    "永安": ("永安镇人民政府", "YA", 40, ("消防安全", "食品安全", "水利设施")),
    "城关": ("城关街道办事处", "CG", 60, ("消防安全", "城镇燃气", "特种设备")),
    "青溪": ("青溪镇人民政府", "QX", 40, ("水利设施", "道路运输", "文化旅游")),
    "四乡": ("县攻坚办", "XZ", 80, ("道路运输", "消防安全", "水利设施", "自然资源")),
    "暗访": (
        "县攻坚办",
        None,
        60,
        ("危险化学品", "建筑施工", "消防安全", "道路运输", "非煤矿山", "水利设施"),
    ),
}
# The day of each office's newest sheet, and of the one before where it sent two.
LAST_SHEET = dict.fromkeys(CHANNELS, date(2026, 6, 24)) | {
    "住建": date(2026, 6, 23),
    "自规": date(2026, 6, 23),
    "文旅": date(2026, 6, 23),
    "城关": date(2026, 6, 23),
    "永安": date(2026, 6, 25),
    "石门": date(2026, 5, 20),
}
EARLIER_SHEET = {
    "应急": date(2026, 5, 25),
    "住建": date(2026, 5, 22),
    "交通": date(2026, 5, 26),
    "水利": date(2026, 5, 25),
}
LIST_OF_MAJORS = date(2026, 6, 25)
FOUR = ("高坪乡", "石笋乡", "柏林乡", "仙峰乡")
HOME = {
    "石门": (LAGGARD,),
    "永安": (MODEL,),
    "城关": ("城关街道",),
    "青溪": ("青溪镇",),
    "四乡": FOUR,
}
# Majors only where hazards carry codes, so that the county's list of majors can name them.
MAJORS = {"应急": 40, "交通": 8, "教体": 4, "市监": 8, "自规": 6, "水利": 6, "经信": 6}
# The majors that are overdue: (channel, industry, township, under listed supervision)
OVERDUE_MAJORS = (
    ("应急", "危险化学品", "东屏街道", "县级"),
    ("应急", "危险化学品", "石门镇", "市级"),
    ("应急", "危险化学品", "双河镇", ""),
    ("应急", "危险化学品", "城关街道", ""),
    ("应急", "危险化学品", "白鹤镇", ""),
    ("应急", "危险化学品", "石门镇", ""),
    ("应急", "非煤矿山", "石门镇", ""),
    ("交通", "道路运输", "石门镇", ""),
    ("水利", "水利设施", "龙潭镇", ""),
)
# Found per week by month, before scaling: a spring campaign, then less.
BUSY = {
    (2025, 1): 30,
    (2025, 2): 24,
    (2025, 3): 36,
    (2025, 4): 38,
    (2025, 5): 38,
    (2025, 6): 40,
    (2025, 7): 38,
    (2025, 8): 36,
    (2025, 9): 38,
    (2025, 10): 32,
    (2025, 11): 36,
    (2025, 12): 34,
    (2026, 1): 34,
    (2026, 2): 22,
    (2026, 3): 66,
    (2026, 4): 82,
    (2026, 5): 40,
    (2026, 6): 15,
}
DAYS = [FIRST_DAY + timedelta(days=i) for i in range((LAST_DAY - FIRST_DAY).days + 1)]
DAY_WEIGHTS = [BUSY[d.year, d.month] * (0.15 if d.weekday() > 4 else 1.0) * (0.3 if d in HOLIDAYS else 1.0) for d in DAYS]


@dataclass(slots=True)
class Hazard:
    """One hazard and its whole life up to today."""

    channel: str
    code: str | None
    township: str
    village: str
    site: str
    industry: str
    description: str
    is_major: bool
    source: str
    found_on: date
    measure: str
    due_text: str | None  # None: a plain date, written as each office writes dates
    due_on: date | None
    due_kind: str
    owner_unit: str
    owner: str
    executor: str
    supervisor_unit: str
    supervisor: str
    inspector: str
    started_on: date | None = None
    done_on: date | None = None
    failed_on: date | None = None
    recheck_on: date | None = None
    closed_on: date | None = None
    reopened_on: date | None = None
    cancelled_on: date | None = None
    postponed_on: date | None = None
    first_due_on: date | None = None
    fund_wan: float | None = None
    basis: str = ""
    contingency: str = ""
    listed: str = ""
    lacking: tuple[str, ...] = field(default=())

    def seen_on(self, day: date) -> dict[str, Any]:
        """What an honest office knows of it at the end of ``day``."""
        known = lambda d: d if d is not None and d <= day else None  # noqa: E731
        done, failed, checked = known(self.done_on), known(self.failed_on), known(self.recheck_on)
        closed, reopened = known(self.closed_on), known(self.reopened_on)
        if known(self.cancelled_on):
            status = "cancelled"
        elif reopened:
            status = "reopened"
        elif closed:
            status = "closed"
        elif done and (not failed or done > failed):
            status = "pending_check"
        elif failed:
            status = "recheck_failed"
        elif known(self.started_on):
            status = "in_progress"
        else:
            status = "not_started"
        if status == "recheck_failed":
            done = None
        due_on, due_text = self.due_on, self.due_text
        if self.postponed_on and self.postponed_on > day:
            due_on, due_text = self.first_due_on, None
        return {
            "status": status,
            "done_on": done if status in ("pending_check", "closed") else None,
            "recheck_on": (checked or failed) if status in ("closed", "recheck_failed") else None,
            "recheck_result": {"closed": "合格", "recheck_failed": "不合格"}.get(status, ""),
            "closed_on": closed if status == "closed" else None,
            "due_on": due_on,
            "due_text": due_text,
        }


# --- deadlines as people write them ------------------------------------------------------------------------------


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def work_days_after(day: date, count: int) -> date:
    """``count`` days on, without weekends and listed holidays."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in HOLIDAYS:
            count -= 1
    return day


def deadline(rng: random.Random, found: date, is_major: bool) -> tuple[str | None, date | None, str]:
    """(as written, what it means, its kind); written as None for a plain date."""
    days = rng.choice((60, 75, 90, 120, 150)) if is_major else rng.choice((10, 15, 15, 20, 30, 30, 30, 45, 60))
    target = found + timedelta(days=days)
    roll = 0.0 if is_major and rng.random() < 0.8 else rng.random()
    if roll < 0.60:
        return None, target, "date"
    if roll < 0.74 or is_major:
        end = month_end(target)
        return f"{end.year}年{end.month}月底前", end, "month_end"
    if roll < 0.82:
        return "立行立改" if roll < 0.79 else "立即整改", found + timedelta(days=3), "immediate"
    if roll < 0.88:
        count = rng.choice((5, 7, 10, 15))
        return f"{count}个工作日内", work_days_after(found, count), "relative"
    if roll < 0.93:
        count = rng.choice((7, 15, 30))
        return f"{count}日内", found + timedelta(days=count), "relative"
    if roll < 0.945:
        return "立行立改，长期坚持", found + timedelta(days=3), "immediate"
    if roll < 0.96:
        return f"{found.year}年底前", date(found.year, 12, 31), "year_end"
    if roll < 0.968:
        return f"{found.year}年底前，并长期坚持", date(found.year, 12, 31), "date_plus_continuous"
    if roll < 0.985:
        return "长期坚持", None, "continuous"
    return rng.choice(("/", "—")), None, "unknown"


# --- the 3,000 -----------------------------------------------------------------------------------------------------


def slowness(township: str) -> float:
    """How much more of its work a township leaves undone than the others."""
    if township == LAGGARD:
        return 5.2
    if township == MODEL:
        return 0.0
    return 0.45 + (sum(map(ord, township)) % 7) * 0.13


def hazards(enterprises: list[dict[str, Any]]) -> list[Hazard]:
    """All hazards of the county; ``enterprises`` lends the names of sites where an industry matches."""
    rng = chance("hazards")
    by_place: dict[tuple[str, str], list[str]] = {}
    for e in enterprises:
        by_place.setdefault((e["township"], e["industry"]), []).append(e["name"])
    weights = [BY_NAME[n].population ** 0.6 * (1.35 if n == LAGGARD else 1.0) for n in NAMES]
    made, taken = [], set()
    for channel, (_, prefix, count, industries) in CHANNELS.items():
        found_days = sorted(rng.choices(DAYS, DAY_WEIGHTS, k=count))
        found_days = [min(d, LAST_SHEET[channel] - timedelta(days=1)) for d in found_days]
        if channel == "石门":  # its last sheet is of 20 May
            found_days = sorted(min(d, date(2026, 5, 18) - timedelta(days=rng.randrange(40))) for d in found_days)
        majors = set(rng.sample(range(count), MAJORS.get(channel, 0)))
        serial: dict[int, int] = {}
        for i, found in enumerate(found_days):
            township = rng.choice(HOME[channel]) if channel in HOME else rng.choices(NAMES, weights)[0]
            h = _one(
                rng,
                channel,
                township,
                rng.choice(industries),
                found,
                i in majors,
                by_place,
                taken,
            )
            serial[found.year] = serial.get(found.year, 0) + 1
            h.code = prefix and f"{prefix}-{found.year}-{serial[found.year]:04d}"
            made.append(h)
    _set_the_majors(rng, made, by_place, taken)
    for h in made:
        _live(rng, h)
    _twists(rng, made)
    return made


# (township, industry) → names of enterprises there
Places = dict[tuple[str, str], list[str]]


def _one(
    rng: random.Random,
    channel: str,
    township: str,
    industry: str,
    found: date,
    is_major: bool,
    by_place: Places,
    taken: set[Any],
) -> Hazard:
    supervisor_unit, kinds, findings = INDUSTRIES[industry]
    village = rng.choice(BY_NAME[township].villages)
    while True:
        firms = by_place.get((township, industry))
        if firms and rng.random() < 0.7:
            site = rng.choice(firms)
        else:
            site = f"示例{village.removesuffix('村')}{rng.choice(kinds)}"
        description = rng.choice(findings).replace("|", "")
        if rng.random() < 0.25:
            description += f"（{rng.randrange(2, 9)}处）"
        if (township, site, description, found) not in taken:
            break
    taken.add((township, site, description, found))
    text, due, kind = deadline(rng, found, is_major)
    source = {"暗访": "四不两直"}.get(channel) or rng.choices(
        ("日常检查", "专项检查", "企业自查", "群众举报", "上级交办", "回头看"),
        (46, 28, 10, 6, 7, 3),
    )[0]
    return Hazard(
        channel=channel,
        code=None,
        township=township,
        village=village,
        site=site,
        industry=industry,
        description=description,
        is_major=is_major,
        source=source,
        found_on=found,
        measure=rng.choice(MEASURES["工程" if is_major else "就地"]),
        due_text=text,
        due_on=due,
        due_kind=kind,
        owner_unit=site,
        owner=person(rng),
        executor=person(rng),
        supervisor_unit=supervisor_unit,
        supervisor=person(rng),
        inspector=person(rng),
        fund_wan=round(rng.uniform(8, 160), 1) if is_major else (round(rng.uniform(0.1, 6), 1) if rng.random() < 0.5 else None),
        basis=BASES.get(industry, "《重大事故隐患判定标准》相关条款") if is_major else "",
        contingency="已编制并演练" if is_major else "",
    )


def _set_the_majors(rng: random.Random, made: list[Hazard], by_place: Places, taken: set[Any]) -> None:
    """Majors are never overdue by chance: the nine that are have their names in ``OVERDUE_MAJORS``."""
    by_channel: dict[str, list[Hazard]] = {}
    for h in made:
        if h.is_major and date(2025, 11, 1) < h.found_on < date(2026, 3, 31):
            by_channel.setdefault(h.channel, []).append(h)
    for channel, industry, township, listed in OVERDUE_MAJORS:
        h = by_channel[channel].pop()
        fresh = _one(rng, channel, township, industry, h.found_on, True, by_place, taken)
        for name in (
            "township",
            "village",
            "site",
            "industry",
            "description",
            "supervisor_unit",
            "owner_unit",
            "basis",
        ):
            setattr(h, name, getattr(fresh, name))
        h.due_text, h.due_kind = None, "date"
        h.due_on = max(h.found_on + timedelta(days=40), TODAY - timedelta(days=rng.randrange(9, 75)))
        h.listed = listed or "未挂牌"
        h.started_on = h.found_on + timedelta(days=6)


def _live(rng: random.Random, h: Hazard) -> None:
    """Give it the rest of its life: done or not, rechecked, closed."""
    if h.listed:  # one of the nine: begun, never finished
        h.listed = h.listed.replace("未挂牌", "")
        return
    slow = 0.0 if h.township == MODEL else slowness(h.township)
    gone = (TODAY - h.found_on).days
    span = max((h.due_on - h.found_on).days, 1) if h.due_on else 40
    past = (TODAY - h.due_on).days if h.due_on else -1
    if past == 0 and h.township == MODEL:  # what is due today is done as well
        past = 1
    if rng.random() < 0.012 and not h.is_major:
        h.cancelled_on = h.found_on + timedelta(days=min(rng.randrange(2, 12), max(gone - 1, 0)))
        return
    if rng.random() > 0.2:
        h.started_on = h.found_on + timedelta(days=rng.randrange(1, 7))
    if past > 0:
        left = 0.40 if past < 15 else 0.28 if past < 45 else 0.20 if past < 110 else 0.022
        if not h.is_major and rng.random() < min(left * slow, 0.82):
            if rng.random() < 0.12 and past > 6:
                h.failed_on = h.due_on + timedelta(days=rng.randrange(1, 6))
            return
        late = not h.is_major and rng.random() < min(0.10 * slow, 0.4) and past > 12
        if late:
            h.done_on = h.due_on + timedelta(days=rng.randrange(1, min(40, past - 10)))
        else:
            h.done_on = h.found_on + timedelta(days=int(span * rng.uniform(0.3, 1.0)))
    else:
        share = min(gone / max(span, 1), 1.0)
        if h.due_on is None:
            share = 0.9 if gone > 60 else 0.4
        if h.is_major or rng.random() > 0.32 * share:
            if h.is_major and h.found_on < date(2026, 1, 1) and past > -20:
                h.done_on = TODAY - timedelta(days=12)
            else:
                return
        else:
            h.done_on = h.found_on + timedelta(days=max(1, int(min(gone - 1, span) * rng.uniform(0.2, 1.0))))
    if h.done_on >= TODAY - timedelta(days=2):
        h.done_on = TODAY - timedelta(days=3)
    h.done_on = max(h.done_on, h.found_on)
    quick = h.township == MODEL
    checked = h.done_on + timedelta(days=rng.randrange(0, 2 if quick else 6))
    if rng.random() < 0.05 and not quick and h.done_on + timedelta(days=22) < TODAY and not h.is_major:
        h.failed_on = checked  # not good enough the first time
        h.done_on = checked + timedelta(days=rng.randrange(3, 9))
        checked = h.done_on + timedelta(days=rng.randrange(1, 5))
    if h.township == MODEL and h.due_on:
        h.done_on = min(h.done_on, h.due_on)
    h.recheck_on = checked
    h.closed_on = checked + timedelta(days=rng.randrange(0, 2 if quick else 4))
    last_sheet = LAST_SHEET[h.channel] - timedelta(days=1)
    if quick and h.due_on and h.due_on <= TODAY:
        h.closed_on = min(h.closed_on, last_sheet)
        h.recheck_on = min(h.recheck_on, h.closed_on)


def _twists(rng: random.Random, made: list[Hazard]) -> None:
    """Between the two sheets of an office: some deadlines move, some closed hazards come back."""
    for channel in ("应急", "住建", "交通", "水利"):
        mine = [h for h in made if h.channel == channel and h.township != MODEL]
        back = [
            h
            for h in mine
            if h.closed_on and date(2026, 3, 1) < h.closed_on < date(2026, 5, 15) and not h.is_major and h.due_kind == "date"
        ]
        for h in rng.sample(back, 3):
            h.reopened_on = date(2026, 6, rng.randrange(3, 18))
            h.postponed_on, h.first_due_on = h.reopened_on, h.due_on
            h.due_on = h.reopened_on + timedelta(days=30)
        waiting = [
            h
            for h in mine
            if not h.done_on
            and not h.closed_on
            and not h.cancelled_on
            and not h.failed_on
            and not h.is_major
            and h.due_kind == "date"
            and date(2026, 5, 24) < h.due_on < date(2026, 6, 22)
            and h.found_on < date(2026, 5, 18)
        ]
        for h in rng.sample(waiting, min(4, len(waiting))):
            h.first_due_on, h.postponed_on = h.due_on, h.due_on - timedelta(days=1)
            h.postponed_on = max(h.postponed_on, date(2026, 5, 27))
            h.due_on = date(2026, 7, 15) + timedelta(days=rng.randrange(0, 30))
    # Writings that cannot be read, one each, and places that are no township.
    plain = [h for h in made if h.code and h.due_kind == "date" and not h.is_major and h.township != MODEL]
    for channel, text, kind in (
        ("应急", "2026.6.31", "unknown"),
        ("水利", "2026.1", "ambiguous"),
        ("交通", "6.5", "ambiguous"),
    ):
        h = next(h for h in plain if h.channel == channel and h.found_on > date(2026, 4, 1) and not h.first_due_on)
        h.due_text, h.due_on, h.due_kind = text, None, kind
    for h in [h for h in plain if h.channel == "经信"][7:200:40]:
        h.township, h.village = "工业园区", ""
    # 「6月中旬」 has its year from the head of the sheet.
    for h in [h for h in plain if h.channel == "青溪" and h.due_on.year == 2026][-3:]:
        h.due_text, h.due_on = f"{h.due_on.month}月中旬", h.due_on.replace(day=20)
    open_majors = [h for h in made if h.is_major and not h.closed_on]
    for h in open_majors:
        roll = rng.random()
        h.lacking = (
            ("资金", "预案")
            if roll < 0.1
            else ("预案",)
            if roll < 0.25
            else ("资金",)
            if roll < 0.38
            else ("措施",)
            if roll < 0.43
            else ()
        )


# --- as many as a benchmark wants ----------------------------------------------------------------------------------

HAZARD_HEADINGS = (
    "隐患编号",
    "检查日期",
    "乡镇（街道）",
    "行业领域",
    "被检查单位",
    "存在的隐患问题",
    "隐患等级",
    "整改措施",
    "整改时限",
    "整改责任人",
    "监管责任单位",
    "整改进展",
    "状态",
    "整改完成日期",
    "复查时间",
    "复查结果",
)
CHUNK = 20_000


def hazard_rows(count: int, seed: int) -> Iterator[tuple[Any, ...]]:
    """``count`` rows under ``HAZARD_HEADINGS`` in the shape of the sample; row n is the same whatever ``count`` is.

    Dates are ``datetime.date``, an empty cell is None. Memory stays at one chunk of 20,000 rows.
    """
    for start in range(0, count, CHUNK):
        rows = _chunk(np.random.default_rng([seed, start // CHUNK]), start)
        yield from (rows if start + CHUNK <= count else list(rows)[: count - start])


def _table() -> dict[str, Any]:
    names = list(INDUSTRIES)
    return {
        "days": np.array(DAYS, dtype="datetime64[D]"),
        "weights": np.array(DAY_WEIGHTS) / sum(DAY_WEIGHTS),
        "towns": np.array([BY_NAME[n].population ** 0.6 * (1.35 if n == LAGGARD else 1) for n in NAMES]),
        "slow": np.array([slowness(n) for n in NAMES]),
        "industries": names,
        "texts": [[f.replace("|", "") for f in INDUSTRIES[n][2]] for n in names],
        "kinds": [INDUSTRIES[n][1] for n in names],
        "units": [INDUSTRIES[n][0] for n in names],
    }


def _chunk(rng: np.random.Generator, start: int) -> Iterator[tuple[Any, ...]]:
    t = _table()
    n = CHUNK
    today = np.datetime64(TODAY)
    found = rng.choice(t["days"], n, p=t["weights"])
    town = rng.choice(len(NAMES), n, p=t["towns"] / t["towns"].sum())
    industry = rng.integers(0, len(t["industries"]), n)
    major = rng.random(n) < 0.026
    span = np.where(
        major,
        rng.choice((60, 75, 90, 120, 150), n),
        rng.choice((10, 15, 15, 20, 30, 30, 30, 45, 60), n),
    )
    roll = np.where(major, 0.0, rng.random(n))
    immediate, month, forever = (
        (roll > 0.74) & (roll < 0.86),
        (roll > 0.60) & (roll <= 0.74),
        roll > 0.98,
    )
    due = found + np.where(immediate, 3, span)
    due = np.where(month, (due.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1, due)
    past = (today - due).astype(int)
    slow = t["slow"][town]
    left = np.select([past <= 0, past < 15, past < 45, past < 110], [0.72, 0.52, 0.33, 0.155], 0.022)
    is_open = (rng.random(n) < np.minimum(left * np.where(past <= 0, 1, slow), 0.82)) | (major & (past < 40) & (past > 0))
    late = rng.random(n) < np.minimum(0.10 * slow, 0.4)
    took = np.where(late & (past > 12), span + rng.integers(1, 12, n), (span * rng.uniform(0.3, 1.0, n)))
    done = np.minimum(found + np.where(immediate, rng.integers(0, 4, n), took).astype(int), today - 2)
    done = np.maximum(done, found)
    checked = np.minimum(done + rng.integers(0, 6, n), today)
    stage = np.where(is_open, rng.choice(5, n, p=(0.30, 0.44, 0.18, 0.05, 0.03)), 5)
    stage = np.where((~is_open) & (rng.random(n) < 0.012), 6, stage)
    states = ("未整改", "整改中", "已整改待复查", "复查不通过", "反弹", "已销号", "误报")
    notes = (
        "尚未启动",
        "正在整改",
        "已完成整改，申请复查",
        "复查未通过，重新整改",
        "问题反弹，重新整改",
        "整改完成，验收合格",
        "核实为误报",
    )
    results = ("", "", "", "不合格", "", "合格", "")
    pick = rng.integers(0, 1 << 30, n).tolist()
    found_l, due_l, done_l, checked_l = (a.astype("datetime64[D]").tolist() for a in (found, due, done, checked))
    rows = zip(
        range(start, start + n),
        found_l,
        town.tolist(),
        industry.tolist(),
        major.tolist(),
        due_l,
        immediate.tolist(),
        month.tolist(),
        forever.tolist(),
        stage.tolist(),
        done_l,
        checked_l,
        pick,
        strict=True,
    )
    simple, hard = MEASURES["就地"], MEASURES["工程"]
    for i, f, w, k, m, d, now, me, ev, s, done_on, check_on, p in rows:
        texts, kinds = t["texts"][k], t["kinds"][k]
        yield (
            f"BM-{f.year}-{i:07d}",
            f,
            NAMES[w],
            t["industries"][k],
            f"示例{BRANDS[p % 24]}{p % 997}号{kinds[p // 7 % len(kinds)]}",
            texts[p // 11 % len(texts)],
            "重大" if m else "一般",
            hard[p % 5] if m else simple[p % 6],
            "立行立改" if now else "长期坚持" if ev else f"{d.year}年{d.month}月底前" if me else d,
            OWNERS[p // 13 % 2000],
            t["units"][k],
            notes[s],
            states[s],
            done_on if s in (2, 5) else None,
            check_on if s in (3, 5) else None,
            results[s] or None,
        )


OWNERS = [person(chance("owners/" + str(i))) for i in range(2000)]
