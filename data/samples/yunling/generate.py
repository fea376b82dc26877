"""The sample county 「云岭县（示例）」: makes its boundaries, its sheets, and ``story.json``, always the same bytes.

Run ``python data/samples/yunling/generate.py [--out DIR]``; or load it by path for ``hazard_rows``, ``write_csv`` and
``write_xlsx``, which make as many hazards as a benchmark wants. It imports nothing of ``riskwatch`` and reads nothing
of data/ledgers or data/vocabularies; only the county.toml beside it, for today and the holidays.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:  # so that the parts are found however this file was loaded
    sys.path.insert(0, str(HERE))

import yunling_flood as flood  # noqa: E402
import yunling_hazard_sheets as hazard_sheets  # noqa: E402
import yunling_hazards as life  # noqa: E402
import yunling_offices as offices  # noqa: E402
from yunling_county import NAMES, TODAY, VALLEY, boundaries, river  # noqa: E402
from yunling_hazards import HAZARD_HEADINGS, hazard_rows  # noqa: E402
from yunling_paper import Sheet, write_book, write_csv, write_xlsx  # noqa: E402

__all__ = ["HAZARD_HEADINGS", "generate", "hazard_rows", "write_csv", "write_xlsx"]


def generate(out: Path = HERE) -> dict[str, Any]:
    """Write everything under ``out`` and return the story."""
    firms = offices.enterprises()
    made = life.hazards(firms)
    gauges = flood.stations()
    points = flood.points(gauges)
    sites = flood.shelters(points)
    flood.link(points, sites)
    checks, reports = flood.patrols(points), flood.evacuations(points)
    tasks, cases, projects = offices.tasks(), offices.cases(), offices.projects(points)

    books: list[tuple[str, list[Sheet]]] = [
        ("攻坚办_乡镇（街道）及报送单位名录.xlsx", [offices.township_sheet()]),
        ("安委办_重点监管企业名录.xlsx", [offices.enterprise_sheet(firms)]),
        *hazard_sheets.books(made),
        *flood.geohazard_books(points),
        ("水利局_山洪危险区转移避险预案表.xlsx", [flood.flood_zone_sheet(points)]),
        *flood.shelter_books(sites),
        *flood.rain_books(gauges),
        ("防汛办_预警信号.xlsx", [flood.warning_sheet()]),
        ("防汛办_三查记录.xlsx", [flood.patrol_sheet(checks)]),
        ("防汛办_转移避险进度.xlsx", [flood.evacuation_sheet(reports)]),
        ("督察整改办_整改任务清单.xlsx", [offices.task_sheet(tasks)]),
        (
            "督察整改办_信访举报一览表_截至20260610.xlsx",
            [offices.case_sheet(cases, TODAY - timedelta(days=16))],
        ),
        (
            "督察整改办_信访举报一览表_截至20260624.xlsx",
            [offices.case_sheet(cases, TODAY - timedelta(days=2))],
        ),
        ("自然资源局_治理项目台账.xlsx", [offices.project_sheet(projects)]),
        ("应急管理局_生产安全事故快报.xlsx", [offices.accident_sheet()]),
        ("应急管理局_值班表.xlsx", [offices.duty_sheet()]),
    ]
    (out / "sheets").mkdir(parents=True, exist_ok=True)
    if out == HERE:  # files of an earlier version; never anything in somebody else's folder
        for old in (out / "sheets").iterdir():
            old.unlink()
    for name, sheets in books:
        write_book(
            out / "sheets" / name,
            sheets,
            encoding="gbk" if name.startswith("水文站_逐小时") else "utf-8-sig",
        )
    _write_json(out / "boundaries.geojson", boundaries(), indent=None)
    _write_json(out / "river.geojson", river(), indent=None)
    story = {
        "today": TODAY.isoformat(),
        "files": len(books),
        "hazard": _hazard_story(made),
        "flood": _flood_story(points, sites, gauges, checks, reports),
        "inspection_task": _task_story(tasks),
        "complaint_case": _case_story(cases),
        "remediation_project": _project_story(projects),
        "enterprise": {"count": len(firms), "key": sum(e["is_key"] for e in firms)},
        "accident": {
            "count": len(offices.ACCIDENTS),
            "closed": sum(a[10] == "已结案" for a in offices.ACCIDENTS),
            "deaths": sum(a[6] for a in offices.ACCIDENTS),
        },
        "warning": {
            "count": len(flood.WARNINGS),
            "in_force_at": "2026-06-26T14:00:00",
            "in_force": sum(w[5] is None and w[4].isoformat() > "2026-06-26T14:00:00" for w in flood.WARNINGS),
        },
        "duty_roster": {"count": 42},
        "township": {
            "count": len(NAMES),
            "must_report": sum(t.must_report for t in offices.TOWNSHIPS),
        },
    }
    _write_json(out / "story.json", story, indent=1)
    return story


def _write_json(path: Path, value: Any, indent: int | None) -> None:
    path.write_text(
        json.dumps(
            value,
            ensure_ascii=False,
            indent=indent,
            separators=(",", ":") if indent is None else None,
        )
        + "\n",
        "utf-8",
        newline="\n",
    )


# --- the story: what the sheets as a whole say, newest sheet first ---------------------------------------------------


def _hazard_story(made: list[life.Hazard]) -> dict[str, Any]:
    said = hazard_sheets.last_word(made)
    status: Counter[str] = Counter()
    for h, s in said:
        unstated = h.channel == "市监" and s["status"] not in ("closed", "cancelled")
        status["open_stage_not_stated" if unstated else s["status"]] += 1
    is_open = [(h, s) for h, s in said if s["status"] not in ("closed", "cancelled")]
    overdue = [(h, s) for h, s in is_open if s["due_on"] and s["due_on"] < TODAY]
    majors = [(h, s) for h, s in said if h.is_major]
    open_majors = [(h, s) for h, s in is_open if h.is_major]
    overdue_majors = [(h, s) for h, s in overdue if h.is_major]
    by_town = {}
    for town in [*NAMES, "工业园区"]:
        mine = [(h, s) for h, s in said if h.township == town]
        due = [(h, s) for h, s in mine if s["due_on"] and s["due_on"] <= TODAY and s["status"] != "cancelled"]
        by_town[town] = {
            "found": len(mine),
            "closed": sum(s["status"] == "closed" for _, s in mine),
            "open": sum(h.township == town for h, _ in is_open),
            "overdue": sum(h.township == town for h, _ in overdue),
            "overdue_majors": sum(h.township == town for h, _ in overdue_majors),
            "due_by_today": len(due),
            "done_on_time": sum(bool(s["done_on"]) and s["done_on"] <= s["due_on"] for _, s in due),
        }
    worst = sorted(by_town, key=lambda t: (-by_town[t]["overdue"], t))
    before = {h.code: h.seen_on(life.EARLIER_SHEET[h.channel]) for h, _ in said if h.channel in life.EARLIER_SHEET and h.code}
    return {
        "distinct": len(said),
        "waiting_rows": 2,
        "by_status": dict(sorted(status.items())),
        "closed_share": round(status["closed"] / len(said), 4),
        "open": len(is_open),
        "overdue": len(overdue),
        "overdue_share": round(len(overdue) / len(said), 4),
        "open_due_kind": dict(sorted(Counter("none" if not s["due_on"] else "dated" for _, s in is_open).items())),
        "due_within_7_days": sum(bool(s["due_on"]) and TODAY <= s["due_on"] <= TODAY + timedelta(days=7) for _, s in is_open),
        "majors": len(majors),
        "open_majors": len(open_majors),
        "overdue_majors": len(overdue_majors),
        "overdue_majors_by_industry": dict(Counter(h.industry for h, _ in overdue_majors).most_common()),
        "overdue_majors_listed": sorted(str(h.code) for h, _ in overdue_majors if h.listed),
        "overdue_major_codes": sorted(str(h.code) for h, _ in overdue_majors),
        "open_majors_with_all_five_elements": sum(not h.lacking for h, _ in open_majors),
        "rows_on_the_list_of_majors": len(hazard_sheets.listed_majors(made)),
        "by_township": by_town,
        "worst_3_townships_by_overdue": worst[:3],
        "township_with_no_overdue": [t for t in NAMES if not by_town[t]["overdue"]],
        "by_reporting_unit": dict(
            Counter(
                life.CHANNELS[h.channel][0] if h.channel != "四乡" else f"{h.township}人民政府" for h, _ in said
            ).most_common()
        ),
        "reopened": sorted(f"{h.code or h.site}" for h, s in said if s["status"] == "reopened"),
        "postponed": sorted(f"{h.code or h.site}" for h, _ in said if h.postponed_on and not h.reopened_on),
        "only_in_the_earlier_sheet": list(hazard_sheets.dropped(made)),
        "unmatched_township": sum(h.township not in NAMES for h, _ in said),
        "codes_closed_between_sheets": sum(
            before[h.code]["status"] != "closed" and s["status"] == "closed"
            for h, s in said
            if h.code in before and h.found_on <= life.EARLIER_SHEET[h.channel]
        ),
        "laggard": {
            "township": life.LAGGARD,
            "own_sheet_as_of": life.LAST_SHEET["石门"].isoformat(),
            "days_without_report": (TODAY - life.LAST_SHEET["石门"]).days,
        },
        "total_row_that_disagrees": {"unit": "县经济和信息化局", "stated": 231, "rows": 220},
    }


def _flood_story(points: list, sites: list, gauges: list, checks: list, reports: list) -> dict[str, Any]:
    by_town = {}
    for town in NAMES:
        here, there = (
            [p for p in points if p.township == town],
            [s for s in sites if s.township == town],
        )
        by_town[town] = {
            "points": len(here),
            "people_at_risk": sum(p.people for p in here),
            "people_at_risk_in_force": sum(p.people for p in here if not p.is_struck_off),
            "sites": len(there),
            "capacity": sum(s.capacity or 0 for s in there),
            "capacity_open_or_full": sum(s.capacity or 0 for s in there if s.state != "未启用"),
            "occupied": sum(s.occupied or 0 for s in there),
        }
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    for r in reports:
        latest[r["point"].township, r["point"].name] = r
    totals = {s.code: round(sum(s.true_hourly), 1) for s in gauges}
    most = max(gauges, key=lambda s: totals[s.code])
    hour = max(gauges, key=lambda s: max(v for v in s.hourly if v is not None))
    total = lambda names, key: sum(by_town[t][key] for t in names)  # noqa: E731
    return {
        "points": len(points),
        "geohazard_points": sum(bool(p.code) for p in points),
        "flash_flood_zones": sum(not p.code for p in points),
        "struck_off": sum(p.is_struck_off for p in points),
        "by_risk_level": dict(Counter(p.risk for p in points)),
        "valley": list(VALLEY),
        "valley_people_at_risk": total(VALLEY, "people_at_risk"),
        "valley_capacity": total(VALLEY, "capacity"),
        "elsewhere_people_at_risk": total([t for t in NAMES if t not in VALLEY], "people_at_risk"),
        "elsewhere_capacity": total([t for t in NAMES if t not in VALLEY], "capacity"),
        "by_township": by_town,
        "townships_short_of_shelter": [t for t in NAMES if by_town[t]["capacity"] < by_town[t]["people_at_risk"]],
        "sites": len(sites),
        "sites_by_state": dict(Counter(s.state for s in sites)),
        "sites_capacity_unknown": sum(s.capacity is None for s in sites),
        "sites_claiming_more_than_their_area": sum(bool(s.area_m2) and (s.capacity or 0) > s.area_m2 for s in sites),
        "grade_disagrees_rows": sum(
            1 for n, p in enumerate([p for p in points if p.code][65:], 1) if n in (6, 18, 33) and p.grade == "小型"
        ),
        "rain": {
            "stations": len(gauges),
            "hourly_readings": sum(v is not None for s in gauges for v in s.hourly) - flood.unread_rain(),
            "waiting_rows": flood.unread_rain(),
            "max_24h_station": most.name,
            "max_24h_code": most.code,
            "max_24h_mm": totals[most.code],
            "max_1h_station": hour.name,
            "max_1h_mm": max(v for v in hour.hourly if v is not None),
            "stations_24h_50_or_more": sum(round(sum(v or 0 for v in s.hourly), 1) >= 50 for s in gauges),
            "stations_24h_100_or_more": sum(round(sum(v or 0 for v in s.hourly), 1) >= 100 for s in gauges),
            "silent_since_0800": [s.code for s in gauges if s.hourly[-1] is None],
            "max_daily_08_08_mm": max(round(sum(s.true_hourly[:18]), 1) for s in gauges),
        },
        "patrol": {
            "records": len(checks),
            "by_phase": dict(Counter(c["phase"] for c in checks)),
            "danger_signs": sum(c["sign"] == "有" for c in checks),
            "cannot_judge": sum(c["judge"] == "否" for c in checks),
        },
        "evacuation": {
            "reports": len(reports),
            "points": len(latest),
            "to_evacuate": sum(r["need"] for r in latest.values()),
            "evacuated": sum(r["moved"] for r in latest.values()),
            "returned": sum(r["back"] for r in latest.values()),
            "valley_to_evacuate": sum(r["need"] for (t, _), r in latest.items() if t in VALLEY),
            "valley_evacuated": sum(r["moved"] for (t, _), r in latest.items() if t in VALLEY),
        },
    }


def _task_story(tasks: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "count": len(tasks),
        "by_status": dict(Counter(t["status"] for t in tasks)),
        "overdue": sum(t["status"] != "done" and t["due_on"] is not None and t["due_on"] < TODAY for t in tasks),
        "due_by_arrival_2026_07_06": sum(
            t["status"] != "done" and t["due_on"] is not None and t["due_on"].isoformat() <= "2026-07-06" for t in tasks
        ),
    }


def _case_story(cases: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "count": len(cases),
        "waiting_rows": 1,
        "by_status": dict(Counter(c["status"] for c in cases)),
        "by_substantiated": dict(Counter(c["truth"] or "未填" for c in cases)),
        "in_the_earlier_sheet": sum(c["received"] <= TODAY - timedelta(days=16) for c in cases),
        "type_mentions": dict(Counter(t for c in cases for t in c["types"].split("、"))),
    }


def _project_story(projects: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "count": len(projects),
        "by_stage": dict(Counter(offices.STAGE_CODES[p["stage"]] for p in projects)),
        "criticised": sum(p["criticised"] for p in projects),
        "unfinished_past_planned_finish": sum(p["end"] is None and p["plan_end"] < TODAY for p in projects),
        "unfinished_due_by_2026_06_30": sum(p["end"] is None and p["plan_end"].isoformat() <= "2026-06-30" for p in projects),
        "total_investment_wan": round(sum(p["total"] for p in projects), 1),
        "funds_in_place_wan": round(sum(p["in_place"] for p in projects), 1),
        "funds_paid_wan": round(sum(p["paid"] for p in projects), 1),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to (default: beside this file)")
    generate(parser.parse_args().out)
