"""Does the sample county say on the board what its maker's own story says? story.json comes from the maker's own rows."""

import ast
import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from riskwatch.desk import SAMPLE, Desk
from riskwatch.model.files import names
from riskwatch.store.store import Look

STORY = json.loads((SAMPLE / "story.json").read_text("utf-8"))
HAZARD, FLOOD = STORY["hazard"], STORY["flood"]
TODAY = date(2026, 6, 26)
AFTERNOON = Look(as_of=datetime(2026, 6, 26, 14))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_store: Path) -> Iterator[Desk]:
    """The sample county, loaded once through the same intake as any upload."""
    made = Desk(shutil.copytree(sample_store, tmp_path_factory.mktemp("sample") / "store"))
    yield made
    made.store.close()


def one(desk: Desk, question: str, look: Look | None = None, **params: object) -> dict[str, Any]:
    """Return the only row of an answer."""
    (row,) = desk.ask(question, params, look=look).to_dict("records")
    return {str(name): value for name, value in row.items()}


def by(desk: Desk, question: str, column: str, counted: str, look: Look | None = None, **params: object) -> dict[str, Any]:
    """Return one column of an answer by another."""
    answer = desk.ask(question, params, look=look)
    return dict(zip(answer[column], answer[counted], strict=True))


def test_every_sheet_is_taken(sample: Desk) -> None:
    uploads = sample.ask("uploads/uploads")
    assert set(uploads["file_name"]) == {path.name for path in (SAMPLE / "sheets").iterdir()}
    assert len(set(uploads["file_name"])) == STORY["files"] == 40
    assert {str(each) for each in uploads["ledger"]} == set(names("ledgers")), "every ledger has its sheet"


def test_the_faults_put_in_on_purpose_wait_and_nothing_else(sample: Desk) -> None:
    waiting = sample.ask("uploads/uploads").groupby("ledger")["waiting_count"].sum()
    assert {str(name): int(count) for name, count in waiting.items() if count} == {
        "hazard": HAZARD["waiting_rows"],
        "complaint_case": STORY["complaint_case"]["waiting_rows"],
        "rainfall": FLOOD["rain"]["waiting_rows"],
    }


# --- hazards ---


def test_the_hazards_add_up(sample: Desk) -> None:
    told = one(sample, "hazards/totals")
    assert told["total_count"] == 3000 - 42 == HAZARD["distinct"] - HAZARD["by_status"]["cancelled"]
    assert told["open_count"] == HAZARD["open"] == 456
    assert told["closed_count"] == HAZARD["by_status"]["closed"] == 2502
    assert told["overdue_count"] == HAZARD["overdue"] == 240
    assert told["due_soon_count"] == HAZARD["due_within_7_days"] == 46
    assert told["major_open_count"] == HAZARD["open_majors"] == 22
    assert told["major_overdue_count"] == HAZARD["overdue_majors"] == 9
    assert told["no_deadline_count"] == HAZARD["open_due_kind"]["none"] == 76
    # 44 rows answer 是否销号 with 否 and nothing else; the 整改情况 of 8 of them is 正在整改, which tells their stage.
    assert told["unknown_status_count"] == HAZARD["by_status"]["open_stage_not_stated"] - 8 == 36


def test_the_statuses_and_majors_are_those_of_the_story(sample: Desk) -> None:
    with sample.store.reader() as cursor:
        found = dict(
            cursor.execute("select coalesce(status, 'open_stage_not_stated'), count(*) from hazard_now group by all").fetchall()
        )
        majors = cursor.execute("select count(*) from hazard_now where severity = 'major'").fetchone()
        codes = cursor.execute(
            "select hazard_code from hazard_now where severity = 'major' and is_open and due_on < $day order by 1", {"day": TODAY}
        ).fetchall()
    assert found == HAZARD["by_status"] | {"open_stage_not_stated": 44 - 8, "in_progress": 282 + 8}
    assert majors == (HAZARD["majors"],)
    assert [code for (code,) in codes] == HAZARD["overdue_major_codes"]


def test_each_township_stands_as_the_story_says(sample: Desk) -> None:
    answer = sample.ask("hazards/townships").set_index("township")
    for township, told in HAZARD["by_township"].items():
        row = answer.loc[township]
        assert (row["open_count"], row["overdue_count"]) == (told["open"], told["overdue"]), township
    assert answer.loc["石门镇", "overdue_count"] == 76
    assert answer.loc["永安镇", "overdue_count"] == 0


def test_reopened_and_postponed_hazards_are_known(sample: Desk) -> None:
    with sample.store.reader() as cursor:
        reopened = cursor.execute("select coalesce(hazard_code, site) from hazard_now where reopened_count > 0").fetchall()
        postponed = cursor.execute("select coalesce(hazard_code, site) from hazard_now where postponed_count > 0").fetchall()
    assert sorted(each for (each,) in reopened) == sorted(HAZARD["reopened"])
    assert sorted(each for (each,) in postponed) == sorted(HAZARD["postponed"])


# --- flood ---


def test_the_valley_has_no_room_and_the_rest_has(sample: Desk) -> None:
    answer = sample.ask("flood/points_by_township").set_index("township")
    gap = sample.ask("flood/shelter_gap_by_township").set_index("township")
    valley = FLOOD["valley"]
    assert set(valley) == {"青岩土家族乡", "龙潭镇", "青溪镇", "三江口镇"}
    assert gap.loc[valley, "capacity_count"].sum() == FLOOD["valley_capacity"] == 990
    assert gap.drop(valley)["capacity_count"].sum() == FLOOD["elsewhere_capacity"] == 5650
    with sample.store.reader() as cursor:
        people = dict(cursor.execute("select township, sum(people_at_risk) from flood_risk_point_now group by all").fetchall())
    assert sum(people[name] for name in valley) == FLOOD["valley_people_at_risk"] == 2715
    assert sum(count for name, count in people.items() if name not in valley) == FLOOD["elsewhere_people_at_risk"] == 3788
    assert set(answer.index) >= set(valley)


def test_points_and_sites_are_counted_by_what_they_are(sample: Desk) -> None:
    told = one(sample, "flood/totals")
    assert told["point_count"] + told["struck_off_count"] == FLOOD["points"] == 180
    assert told["struck_off_count"] == FLOOD["struck_off"] == 3
    assert told["site_count"] == FLOOD["sites"] == 60
    assert told["capacity_count"] == 990 + 5650
    assert told["unknown_capacity_count"] == FLOOD["sites_capacity_unknown"] == 4
    assert told["site_open_count"] == FLOOD["sites_by_state"]["已启用"] + FLOOD["sites_by_state"]["已满"] == 14
    assert told["site_designated_count"] == FLOOD["sites_by_state"]["未启用"] == 46


def test_the_rain_is_that_of_the_storm(sample: Desk) -> None:
    told = one(sample, "flood/rain_totals", AFTERNOON)
    assert told["station_count"] == FLOOD["rain"]["stations"] == 40
    assert told["max_rain_24h_mm"] == pytest.approx(FLOOD["rain"]["max_24h_mm"]) == pytest.approx(171.1)
    assert told["max_rain_1h_mm"] == pytest.approx(FLOOD["rain"]["max_1h_mm"]) == pytest.approx(41.0)
    assert FLOOD["rain"]["max_24h_station"] in told["max_rain_24h_station"]
    assert FLOOD["rain"]["max_1h_station"] in told["max_rain_1h_station"]
    assert told["torrential_count"] == FLOOD["rain"]["stations_24h_100_or_more"] == 16
    assert told["heavy_count"] == FLOOD["rain"]["stations_24h_50_or_more"] == 22
    assert told["silent_count"] == len(FLOOD["rain"]["silent_since_0800"]) == 2


def test_the_evacuation_is_as_far_as_its_last_reports(sample: Desk) -> None:
    told = one(sample, "flood/evacuation_totals", AFTERNOON)
    assert told["point_count"] == FLOOD["evacuation"]["points"] == 54
    assert told["to_evacuate_count"] == FLOOD["evacuation"]["to_evacuate"] == 2195
    assert told["evacuated_count"] == FLOOD["evacuation"]["evacuated"] == 2056
    assert told["returned_count"] == FLOOD["evacuation"]["returned"] == 26


def test_four_townships_have_moved_all_of_their_people_in_time_and_the_others_have_not(sample: Desk) -> None:
    speed = sample.ask("flood/township_speed", look=AFTERNOON).set_index("township")
    assert dict(speed["minutes"].dropna()) == {"永安镇": 591, "大垭镇": 236, "茶园乡": 281, "金鼓镇": 376}


def test_warnings_in_force_at_two_in_the_afternoon(sample: Desk) -> None:
    assert len(sample.ask("flood/warnings_in_force", look=AFTERNOON)) == STORY["warning"]["in_force"] == 4


# --- the other offices ---


def test_tasks_cases_and_projects_are_those_of_the_story(sample: Desk) -> None:
    with sample.store.reader() as cursor:
        tasks = dict(cursor.execute("select status, count(*) from inspection_task_now group by all").fetchall())
        cases = dict(cursor.execute("select status, count(*) from complaint_case_now group by all").fetchall())
        stages = dict(cursor.execute("select stage, count(*) from remediation_project_now group by all").fetchall())
        accidents = cursor.execute("select count(*), sum(deaths)::integer from accident_now").fetchone()
        counted = {
            name: cursor.execute(f"select count(*) from {name}_now").fetchone()
            for name in ("enterprise", "duty_roster", "township")
        }
    assert tasks == STORY["inspection_task"]["by_status"] == {"done": 21, "on_schedule": 15, "behind": 6, "not_started": 3}
    assert cases == STORY["complaint_case"]["by_status"] == {"interim_closed": 30, "closed": 118, "open": 12}
    assert stages == STORY["remediation_project"]["by_stage"]
    assert accidents == (STORY["accident"]["count"], STORY["accident"]["deaths"]) == (6, 2)
    assert counted["enterprise"] == (STORY["enterprise"]["count"],)
    assert counted["duty_roster"] == (STORY["duty_roster"]["count"],)
    assert counted["township"] == (STORY["township"]["count"],)


def test_the_questions_about_offices_agree(sample: Desk) -> None:
    assert one(sample, "environment/task_totals")["task_count"] == STORY["inspection_task"]["count"] == 45
    assert one(sample, "environment/task_totals")["task_overdue_count"] == STORY["inspection_task"]["overdue"] == 3
    assert one(sample, "environment/case_totals")["case_count"] == STORY["complaint_case"]["count"] == 160
    projects = one(sample, "projects/totals")
    assert projects["project_count"] == STORY["remediation_project"]["count"] == 40
    assert projects["criticised_count"] == STORY["remediation_project"]["criticised"] == 5
    assert projects["project_overdue_count"] == STORY["remediation_project"]["unfinished_past_planned_finish"] == 4
    assert projects["investment_wan"] == pytest.approx(STORY["remediation_project"]["total_investment_wan"])
    assert projects["in_place_wan"] == pytest.approx(STORY["remediation_project"]["funds_in_place_wan"])
    assert projects["paid_wan"] == pytest.approx(STORY["remediation_project"]["funds_paid_wan"])


# --- the store ---


@pytest.mark.parametrize("ledger", names("ledgers"))
def test_what_is_kept_as_now_is_what_a_day_without_end_gives(sample: Desk, ledger: str) -> None:
    with sample.store.reader() as cursor:
        (missing,) = cursor.execute(
            f"select count(*) from (from {ledger}_as_of(timestamp 'infinity', timestamp 'infinity') except all from {ledger}_now)"
        ).fetchone() or (None,)
        (added,) = cursor.execute(
            f"select count(*) from (from {ledger}_now except all from {ledger}_as_of(timestamp 'infinity', timestamp 'infinity'))"
        ).fetchone() or (None,)
        (count,) = cursor.execute(f"select count(*) from {ledger}_now").fetchone() or (0,)
    assert (missing, added) == (0, 0)
    assert count > 0


def test_the_grain_of_every_question_is_true_on_the_sample(sample: Desk) -> None:
    from riskwatch.store.question import questions

    for asked in questions():
        answer = sample.ask(asked.name, {name: None for name in ("key",) if name in asked.params})
        if asked.grain and len(answer):
            assert not answer.duplicated(list(asked.grain)).any(), asked.name
        elif not asked.grain:
            assert len(answer) == 1, asked.name


# --- its maker ---


def test_the_maker_imports_nothing_of_ours() -> None:
    for path in SAMPLE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in modules if name.split(".")[0] == "riskwatch"], path.name


def test_the_maker_makes_the_same_bytes_every_time(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(SAMPLE / "generate.py"), "--out", str(tmp_path)], capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    made = {path.relative_to(tmp_path).as_posix(): _hash(path) for path in tmp_path.rglob("*") if path.is_file()}
    kept = {name: _hash(SAMPLE / name) for name in made}
    assert {name for name in made if made[name] != kept[name]} == set()
    assert len([name for name in made if name.startswith("sheets/")]) == 40


def test_benchmarks_get_as_many_hazards_as_they_want_always_the_same() -> None:
    found = importlib.util.spec_from_file_location("yunling_generate", SAMPLE / "generate.py")
    assert found is not None
    assert found.loader is not None
    maker = importlib.util.module_from_spec(found)
    found.loader.exec_module(maker)
    first, second = list(maker.hazard_rows(500, seed=7)), list(maker.hazard_rows(500, seed=7))
    assert len(first) == 500
    assert first == second


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_who_may_not_see_persons_still_reads_what_points_and_sites_are_called(sample: Desk) -> None:
    points = sample.ask("flood/evacuation_advice", sees_persons=False)
    sites = sample.ask("flood/sites", sees_persons=False)
    assert not points["name"].str.contains("*", regex=False).any()
    assert not sites["name"].str.contains("*", regex=False).any()
    assert points["evacuation_officer"].dropna().str.contains("*", regex=False).all()
    duty = sample.ask("wall/on_duty", sees_persons=False)
    assert len(duty)
    assert duty["name"].str.contains("*", regex=False).all()
