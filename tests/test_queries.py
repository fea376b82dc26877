"""Does each question keep its promise? Header truth on a bench, and its worked examples."""

import datetime
import decimal

import duckdb
import pytest

from riskwatch.store.question import question, questions
from riskwatch.store.schema import bring_up_to_date, make_rules
from tests.worked import EXAMPLES, Example, examples, written

NAMES = [each.name for each in questions()]


@pytest.fixture
def con(bench: duckdb.DuckDBPyConnection, schema: duckdb.DuckDBPyConnection, name: str) -> duckdb.DuckDBPyConnection:
    """The bench; questions about uploads and history see the whole schema."""
    return schema if question(name).may_read_history else bench


@pytest.mark.parametrize("name", NAMES)
def test_the_header_is_true(con: duckdb.DuckDBPyConnection, name: str) -> None:
    promised = question(name)
    (statement,) = duckdb.extract_statements(promised.sql)
    assert statement.type == duckdb.StatementType.SELECT, "a question never changes data"
    assert statement.named_parameters == set(promised.params)

    answer = con.execute(promised.sql, dict.fromkeys(promised.params))
    assert {column[0]: str(column[1]) for column in answer.description} == {
        column: about.type for column, about in promised.returns.items()
    }
    assert set(promised.grain) <= set(promised.returns)
    assert promised.asks.endswith("?")


@pytest.mark.parametrize("name", NAMES)
def test_every_question_has_a_worked_example(name: str) -> None:
    assert (EXAMPLES / f"{name}.md").exists()


def test_no_worked_example_is_without_its_question() -> None:
    assert {each.question for each in examples()} <= set(NAMES)


@pytest.mark.parametrize("example", examples(), ids=lambda each: f"{each.question}: {each.title}")
def test_the_worked_example_holds(example: Example, now_tables: dict[str, list[tuple[str, str]]]) -> None:
    con = duckdb.connect()
    promised = question(example.question)
    if promised.may_read_history:
        bring_up_to_date(con)
    else:
        for name, columns in now_tables.items():
            con.execute(f"create table {name} ({', '.join(f'{column} {kind}' for column, kind in columns)})")
        make_rules(con)
    params = dict.fromkeys(promised.params) | example.params
    _fill(con, example.given)
    answer = con.execute(promised.sql, params)
    columns = [column[0] for column in answer.description]
    rows = answer.fetchall()
    found = [dict(zip(columns, map(_told, row), strict=True)) for row in rows]
    asked = list(example.expect[0]) if example.expect else []
    assert [{name: row[name] for name in asked} for row in found] == example.expect

    for table in example.given:
        con.execute(f"delete from {table}")
    _fill(con, {table: given[::-1] for table, given in example.given.items()})
    assert con.execute(promised.sql, params).fetchall() == rows, "of equals another one is told when rows come in another order"
    con.close()


def _fill(con: duckdb.DuckDBPyConnection, given: dict[str, list[dict[str, str]]]) -> None:
    for table, rows in given.items():
        for row in rows:
            marks = ", ".join(f"${name}" for name in row)
            con.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", row)


def _told(value: object) -> str | None:
    if isinstance(value, decimal.Decimal):
        value = float(value) if value % 1 else int(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return written(value)
