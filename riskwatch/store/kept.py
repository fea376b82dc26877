"""What a rule said, kept for the questions that ask it with the same values: one judging of the points serves them all.

A rule asks for it in its header (``-- kept: …``). It is worked out once per look, values and changes of the ledgers that it reads;
questions and other kept rules then read the rows that are kept in place of the call. Of a rule that tells of hours (``-- kept: hour by
hour, while … says the same of an hour``) the rows outlive those changes: when a sheet has come in, only the hours that it touches are
worked out anew.
"""

import re
import threading
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import duckdb
import pyarrow as pa

from riskwatch.model.once import Once
from riskwatch.store.schema import body_of, ground_of, kept_rules, parameters_of, stands_on

_MOST = 48  # tables: some moments looked at at once, some what-ifs
_MOST_HOURS = 5000  # rows: two days of each township and of the county
_BATCH = 2048  # rows: DuckDB takes memory for a whole batch of each column first, and its own measure is a million
_PARAMETER = re.compile(r"\$(\w+)")
_VALUE = r"\s*(?:\$\w+|null|\d+)\s*"


@dataclass(frozen=True)
class Standing:
    """What answers depend on beside their values: the look that a cursor has taken, and how often each ledger has changed."""

    look: Hashable
    changes: Mapping[str, int]

    def of(self, sql: str) -> tuple[Hashable, ...]:
        """Return it as far as a text's answer depends on it."""
        return self.look, tuple(self.changes.get(name, 0) for name in sorted(stands_on(sql)))


class Kept:
    """Rows of rules by what they stand on; the oldest are forgotten."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._tables: Once[pa.Table] = Once(_MOST)
        self._hours: dict[tuple[object, ...], pa.Table] = {}
        self._changing = threading.Lock()

    def put_in(
        self, cursor: duckdb.DuckDBPyConnection, sql: str, given: Mapping[str, object], state: Standing
    ) -> tuple[str, dict[str, object]]:
        """Return a question's text with kept rows in place of its calls, and the parameters that are left in it."""
        for call in _calls(sql):
            rows = self._rows(cursor, call, given, state)
            name = f"kept_{id(rows)}"
            cursor.register(name, rows)
            sql = sql.replace(call, name)
        left = _parameters(re.sub(r"--[^\n]*", "", sql))
        return sql, {name: given[name] for name in left}

    def forget(self, changes: Mapping[str, int]) -> None:
        """Keep no rows of former data any more; hours stay for what they stand on."""
        self._tables.forget(lambda key: key[1] != Standing(key[1][0], changes).of(f"{key[0]}("))

    def _rows(self, cursor: duckdb.DuckDBPyConnection, call: str, given: Mapping[str, object], state: Standing) -> pa.Table:
        rule, arguments = _parts(call)
        values = tuple(_value(each, given) for each in arguments)

        def make() -> pa.Table:
            ground = ground_of(rule)
            if ground is None:
                return _rows_of(cursor, *self.put_in(cursor, _text_of(call), given, state))
            return self._by_hour(cursor, call, given, ground)

        return self._tables.get((rule, state.of(f"{rule}("), values), make)

    def _by_hour(self, cursor: duckdb.DuckDBPyConnection, call: str, given: Mapping[str, object], ground: str) -> pa.Table:
        """Return a rule's rows, worked out from the first hour on that stands on something else than when it was kept.

        Rows and what they stand on are of one moment: kept rows of other rules, which may be older, have no part in them.
        """
        rule, arguments = _parts(call)
        argument = dict(zip(parameters_of(rule), arguments, strict=True))
        same = tuple(_value(text, given) for name, text in argument.items() if name not in ("seen", "hours_back"))
        of_ground = f"{ground}({', '.join(argument[name] for name in parameters_of(ground))})"
        with _one_moment(cursor):
            grounds = _rows_of(cursor, _text_of(of_ground), given).sort_by("hour_at").to_pylist()
            keys = {row["hour_at"]: (rule, *same, row["hour_at"], row["ground"]) for row in grounds}
            found = {hour: row for hour, key in keys.items() if (row := self._hours.get(key)) is not None}
            changed = [hour for hour in keys if hour not in found]
            if changed:
                back = (max(keys) - changed[0]) // timedelta(hours=1)  # what is looked at last may be no full hour
                rows = _rows_of(cursor, _text_of(call), {**given, argument["hours_back"][1:]: back})
                found |= {hour: rows.slice(place, 1) for place, hour in enumerate(rows["hour_at"].to_pylist())}
        with self._changing:
            # The moment itself, where it is no full hour, is looked at once.
            self._hours |= {
                keys[hour]: found[hour] for hour in changed if hour == hour.replace(minute=0, second=0, microsecond=0)
            }
            for key in list(self._hours)[: max(0, len(self._hours) - _MOST_HOURS)]:
                del self._hours[key]
        return pa.concat_tables(found[hour] for hour in keys)


@contextmanager
def _one_moment(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let a cursor see what stood at one moment: what comes in meanwhile must not be kept for what stood before."""
    cursor.begin()
    try:
        yield
    except BaseException:
        cursor.rollback()
        raise
    cursor.commit()


def _rows_of(cursor: duckdb.DuckDBPyConnection, sql: str, given: Mapping[str, object]) -> pa.Table:
    return cursor.execute(sql, {name: given[name] for name in _parameters(sql)}).to_arrow_table(_BATCH)


@cache
def _text_of(call: str) -> str:
    """Return the text that a call of a rule stands for."""
    rule, arguments = _parts(call)
    given_as = dict(zip(parameters_of(rule), arguments, strict=True))
    return re.sub(r"(?<![\w.$])[a-z]\w*", lambda name: given_as.get(name[0], name[0]), body_of(rule))


def _parameters(sql: str) -> list[str]:
    return list(dict.fromkeys(_PARAMETER.findall(sql)))


def _value(argument: str, given: Mapping[str, object]) -> object:
    return given[argument[1:]] if argument.startswith("$") else None if argument == "null" else argument


@cache
def _parts(call: str) -> tuple[str, tuple[str, ...]]:
    """Return the rule that a call names, and its arguments."""
    rule, _, arguments = call.rstrip(")").partition("(")
    return rule, tuple(each.strip() for each in arguments.split(","))


@cache
def _calls(sql: str) -> tuple[str, ...]:
    """Return the texts of the calls of kept rules whose arguments are parameters and plain values: one of each row of a join is none."""
    of_values = rf"\((?:{_VALUE}(?:,{_VALUE})*)?\)"
    return tuple(sorted({text for rule in kept_rules() for text in re.findall(rf"\b{rule}{of_values}", sql)}))
