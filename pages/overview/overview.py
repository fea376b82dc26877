"""How does the county stand today, what is red, and what is coming?"""

from datetime import timedelta

import streamlit as st

from riskwatch.figures import hazards as figures
from riskwatch.store.store import Look
from riskwatch.ui import map_view
from riskwatch.ui.answers import answer, drawn
from riskwatch.ui.countdown import countdowns
from riskwatch.ui.county_map import county_map
from riskwatch.ui.page import chart, heading, named_list, nothing_yet, numbers, open_screen
from riskwatch.ui.part import part
from riskwatch.ui.reporting_view import owing, reporting
from riskwatch.ui.session import require, seen_day

require("look")
heading("总览", "hazard", "flood_risk_point", "evacuation_site", "inspection_task", "complaint_case")

# What does the data say?
townships = answer("map/townships")
if townships.empty:
    nothing_yet("hazard", "flood_risk_point", "inspection_task")
hazards = answer("hazards/totals")
county = answer("overview/totals")
week_ago = seen_day() - timedelta(days=7)
hazards_before, county_before = answer("hazards/totals", as_of=week_ago), answer("overview/totals", as_of=week_ago)
reported_before = answer("overview/totals", seen=Look(as_of=week_ago))
majors = answer("hazards/hazards", state="overdue", severity="major", most=50)
majors_count = int(hazards["major_overdue_count"].iloc[0])
behind = answer("overview/behind_tasks")
gaps = map_view.gaps(townships)
silent = answer("uploads/silent_units")
late = owing(reporting())
weeks = answer("hazards/weeks")

# Show it: eight numbers.
numbers(
    4,
    ("open_hazards", hazards, hazards_before),
    ("overdue_hazards", hazards, hazards_before),
    ("overdue_majors", hazards, hazards_before),
    ("on_time_rate", hazards, hazards_before),
    ("shelter_gap", county, reported_before),
    ("behind_tasks", county, county_before),
    ("task_done_rate", county, county_before),
    ("open_cases", county, county_before),
)

# The map beside what is red by name.
left, right = st.columns([3, 2])
with left, st.container(border=True):
    picked = county_map(map_view.areas(townships, "combined"), key="overview_map", height=470, tools=False)
    map_view.legend(townships, "combined")
    if picked.kind == "township":
        open_screen("township", township=picked.key)
with right:
    st.markdown("**红色事项**")
    lists = (
        (
            f"超期重大隐患 {majors_count}",
            majors,
            "hazard",
            ("site", "description", "overdue_days", "township", "owner_unit"),
        ),
        (
            f"滞后任务 {len(behind)}",
            behind,
            "inspection_task",
            ("finding", "due_on", "overdue_days", "owner_unit"),
        ),
        (
            f"安置缺口 {len(gaps)}",
            gaps,
            None,
            ("township", "gap_count", "people_at_risk_count", "free_capacity_count", "unknown_capacity_count"),
        ),
        (f"迟报漏报 {len(late)}", late, None, ("unit", "reporting_state", "due_ledger", "due_on_report")),
        (f"未报送 {int(silent['is_silent'].sum())}", silent, None, ("unit", "is_silent", "silent_days", "last_as_of")),
    )

    @part  # another list is a fifth of the page's work; fifty who change theirs at once do not wait for fifty pages
    def red_lists() -> None:
        """Show the list whose tab is open."""
        require("look")
        for tab, (title, rows, ledger, columns) in zip(
            st.tabs([each[0] for each in lists], key="red", on_change="rerun"), lists, strict=True
        ):
            if tab.open:
                with tab:
                    named_list(
                        rows,
                        columns=columns,
                        key=f"red_{columns[0]}_{ledger}",
                        of_ledger=ledger,
                        file_name=title,
                        height=430,
                        total=majors_count if rows is majors else len(rows),
                    )

    red_lists()

# Where it is going, and what is coming.
left, right = st.columns([3, 2])
with left:
    chart(
        "清零曲线（近 26 周）", drawn(figures.weeks, weeks), weeks, key="weeks", note="没有销号日期的已销号隐患，按更早已销号计。"
    )
with right:
    countdowns()
