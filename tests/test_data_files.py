"""Do the ledger and vocabulary files agree with the design and with each other?"""

import pytest

from riskwatch.model import files
from riskwatch.model.ledger import EXTRA, ledger
from riskwatch.model.vocabulary import vocabulary
from riskwatch.model.words import key, plain

# Typed by hand from design.md §2: name, order and nothing else.
COLUMNS = {
    "hazard": """hazard_code township village site industry location description severity source found_on measure due_on
        owner_unit owner_person executor_person supervisor_unit supervisor_person fund_wan contingency basis inspector
        listed_supervision status progress done_on recheck_on recheck_result closed_on longitude latitude remark""",
    "flood_risk_point": """point_code name location township village group_no hazard_type danger_grade risk_level
        households_at_risk people_at_risk vulnerable_people assets_at_risk_wan prepare_rain_mm immediate_rain_mm
        rain_window_h station_code warning_signal drill_on evacuation_route evacuation_site administrative_officer
        administrative_phone monitoring_officer monitoring_phone evacuation_officer evacuation_phone status longitude
        latitude remark""",
    "evacuation_site": """site_code name township village site_type address capacity effective_area_m2 state occupied
        has_road has_power has_water has_network supplies keeper_unit keeper phone longitude latitude remark""",
    "inspection_task": """task_code round finding category goal measure township owner_unit owner_person supervising_unit
        started_on due_on progress progress_share status closed_on is_cross_boundary remark""",
    "complaint_case": """case_code received_on content township pollution_types substantiated handling status closed_on
        accountability penalty_wan is_focus is_cross_boundary""",
    "remediation_project": """project_code name township related_code kind total_investment_wan funds_in_place_wan
        funds_paid_wan owner_unit builder planned_start_on actual_start_on planned_finish_on actual_finish_on
        progress_share stage eia_status is_criticised quality preliminary_acceptance_on final_acceptance_on
        households_relieved people_relieved remark""",
    "rainfall": "station_code station township longitude latitude observed_at window_h rain_mm",
    "warning": "kind level issuer issued_at effective_until lifted_at townships text",
    "patrol_check": "point_code point_name township phase checked_at checker finding has_danger_sign can_judge",
    "evacuation_progress": """point_code point_name township to_evacuate evacuated returned destination updated_at
        confirmed_by""",
    "accident": """accident_code happened_at township site industry kind deaths injured loss_wan cause status closed_on
        remark""",
    "duty_roster": "duty_on post name phone unit",
    "enterprise": "credit_code name township industry is_key supervisor_unit longitude latitude",
    "township": "division_code name aliases kind population leader must_report",
}

OWN_TIME = {
    "rainfall": "observed_at",
    "warning": "issued_at",
    "patrol_check": "checked_at",
    "evacuation_progress": "updated_at",
    "accident": "happened_at",
    "duty_roster": "duty_on",
}

# design.md §2, canonical vocabularies; the order of a status is tested by what must come after what.
CODES = {
    "hazard_status": "not_started in_progress pending_check recheck_failed closed reopened cancelled",
    "severity": "general major",
    "task_status": "done on_schedule behind not_started",
    "case_status": "closed interim_closed open",
    "substantiated": "yes partly no unknown",
    "site_state": "designated open full closed",
    "task_category": "industrial agricultural waste water air soil ecology noise other",
    "eia_status": "approved pending missing exempt",
    "source": "routine special self_check covert report assigned look_back",
    "risk_level": "extreme high general low",
    "hazard_type": """landslide rockfall debris_flow unstable_slope ground_collapse ground_fissure land_subsidence
        flash_flood waterlogging reservoir other""",
    "danger_grade": "extra_large large medium small",
    "warning_kind": "rainstorm flash_flood geohazard other",
    "warning_level": "red orange yellow blue",
    "phase": "before during after",
    "pollution_type": "water air soil ecology noise radiation fume dust waste metal other",
    "stage": "planned surveyed designed tendered started finished preliminary_accepted final_accepted handed_over",
    "point_status": "candidate registered monitored treated closed",
    "flag": "yes no",
}

FURTHER = {
    "hazard_status": "not_started in_progress pending_check recheck_failed closed reopened",
    "task_status": "not_started behind on_schedule done",
    "case_status": "open interim_closed closed",
    "site_state": "designated open full closed",
    "point_status": "candidate registered monitored treated closed",
}

PERSONAL = {
    "hazard": "owner_person executor_person supervisor_person inspector",
    "flood_risk_point": """administrative_officer administrative_phone monitoring_officer monitoring_phone
        evacuation_officer evacuation_phone""",
    "evacuation_site": "keeper phone",
    "inspection_task": "owner_person",
    "complaint_case": "content handling accountability",
    "patrol_check": "checker",
    "evacuation_progress": "confirmed_by",
    "duty_roster": "name phone",
    "township": "leader",
}


def test_there_is_a_file_for_every_ledger_and_vocabulary() -> None:
    assert set(files.names("ledgers")) == set(COLUMNS)
    assert set(files.names("vocabularies")) == set(CODES)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_ledger_has_the_columns_of_the_design_in_their_order(name: str) -> None:
    assert [column.name for column in ledger(name).columns] == COLUMNS[name].split()


@pytest.mark.parametrize("name", COLUMNS)
def test_what_a_ledger_names_is_among_its_columns(name: str) -> None:
    known = ledger(name)
    columns = set(known.by_name)
    named = {*known.grain, *(each for group in known.required for each in group)}
    named |= {each.column for each in known.answers} | {each.column for each in known.when} - {EXTRA}
    named |= {each for rule in known.after for each in (rule.person, rule.column)}
    named |= {each for reading in known.readings for each in reading.fills}
    named |= {name for each in known.together for name in (each.unit, each.person)}
    named |= {column.person for column in known.columns if column.person}
    named |= {each for column in known.columns for each in column.fills}
    named |= {each for each in (known.code, known.own_time) if each}
    named |= {each for column in known.columns for each in (column.found, column.speaks_for) if each}
    assert named <= columns


@pytest.mark.parametrize("name", COLUMNS)
def test_a_person_told_apart_from_a_unit_goes_to_a_column_that_is_masked(name: str) -> None:
    known = ledger(name)
    persons = {each.person for each in known.together} | {column.person for column in known.columns if column.person}
    assert persons <= known.personal
    assert {each.unit for each in known.together} & known.personal == set()


@pytest.mark.parametrize("name", COLUMNS)
def test_a_ledger_counts_from_its_own_time_where_the_design_says_so(name: str) -> None:
    assert ledger(name).own_time == OWN_TIME.get(name)


@pytest.mark.parametrize("name", COLUMNS)
def test_no_heading_means_two_columns(name: str) -> None:
    known = ledger(name)
    meanings: dict[str, set[str]] = {}
    for column in known.columns:
        for header in (column.title, column.name, *column.headers):
            meanings.setdefault(key(header), set()).add(column.name)
    for header in known.kept:
        meanings.setdefault(key(header), set()).add(EXTRA)
    for reading in known.readings:
        for header in reading.headers:
            meanings.setdefault(key(header), set()).add(reading.kind)
    for each in known.together:
        for header in each.headers:
            meanings.setdefault(key(header), set()).add("unit and person")
    assert {header: sorted(columns) for header, columns in meanings.items() if len(columns) > 1 or not header} == {}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_rule_about_a_heading_speaks_of_headings_that_are_known(name: str) -> None:
    known = ledger(name)
    written = [each.header for each in known.when] + [beside for each in known.when for beside in each.beside]
    written += [each.header for each in known.answers] + [each for column in known.columns for each in column.serial]
    written += [header for rule in known.after for header in rule.headers]
    assert [header for header in written if key(header) not in known.by_key] == []
    assert [each.header for each in known.when if key(each.header) in {key(beside) for beside in each.beside}] == []


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_has_a_title_headings_and_what_its_kind_needs(name: str) -> None:
    known = ledger(name)
    assert known.title
    assert known.short
    assert known.names
    for column in known.columns:
        assert column.title, column.name
        assert column.headers, column.name
        assert (column.kind in ("word", "words")) == bool(column.vocabulary), column.name
        assert (column.kind == "deadline") == bool(column.found), column.name
        assert column.cautious in (None, "lower", "upper"), column.name
        assert not column.units_accepted or column.unit, column.name
        assert column.kind not in ("person", "phone") or column.personal, column.name
        assert column.kind not in ("number", "integer") or column.least is not None, column.name


@pytest.mark.parametrize("name", COLUMNS)
def test_titles_are_not_repeated_in_a_ledger(name: str) -> None:
    titles = [column.title for column in ledger(name).columns]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", COLUMNS)
def test_what_tells_of_persons_is_marked(name: str) -> None:
    assert ledger(name).personal == set(PERSONAL.get(name, "").split())


@pytest.mark.parametrize("name", COLUMNS)
def test_an_answer_is_a_word_of_its_column(name: str) -> None:
    known = ledger(name)
    for answer in known.answers:
        words = vocabulary(known.column(answer.column).vocabulary or "flag").labels
        assert {answer.yes, answer.no} <= {"", *words}, answer.header


@pytest.mark.parametrize("name", CODES)
def test_a_vocabulary_has_the_codes_of_the_design(name: str) -> None:
    words = vocabulary(name)
    assert set(words.labels) == set(CODES[name].split())
    assert all(words.labels.values())


@pytest.mark.parametrize("name", FURTHER)
def test_the_order_of_a_status_says_which_stage_is_further(name: str) -> None:
    order = FURTHER[name].split()
    assert [code for code in vocabulary(name).labels if code in order] == order


@pytest.mark.parametrize("name", CODES)
def test_no_spelling_is_both_known_and_unsure_or_blank(name: str) -> None:
    words = vocabulary(name)
    spellings = {spelling for word in words.words for spelling in word.spellings}
    unsure = {spelling for each in words.unsure for spelling in each.spellings}
    assert [each for each in sorted(unsure) if words.code_of(each)] == []
    assert [each for each in sorted(spellings | unsure) if plain(each) in words.blank] == []
    assert all(each.why for each in words.unsure)


@pytest.mark.parametrize("name", files.names("vocabularies"))
def test_no_spelling_is_written_twice_in_one_word(name: str) -> None:
    for word in vocabulary(name).words:
        assert len(set(word.spellings)) == len(word.spellings), word.code


def test_a_colour_is_only_ever_said_of_a_level() -> None:
    toned = {name: {word.code: word.tone for word in vocabulary(name).words if word.tone != "plain"} for name in CODES}
    assert {name: tones for name, tones in toned.items() if tones} == {
        "severity": {"major": "red"},
        "warning_level": {"red": "red", "orange": "orange", "yellow": "yellow", "blue": "blue"},
    }


@pytest.mark.parametrize("name", files.names("mappings"))
def test_a_mapping_gives_headings_to_columns_of_its_ledger(name: str) -> None:
    mapping = files.read_toml(files.DATA / "mappings" / f"{name}.toml")
    known = ledger(mapping["ledger"])
    assert {column for column in mapping["headers"].values() if column} <= set(known.by_name)
    for header, column in mapping["headers"].items():
        assert known.column_of(header) == (column or EXTRA), header
