"""What a rule said, kept for the questions that ask it with the same values: one judging of the points serves them all.

A rule asks for it in its header (``-- kept: …``). It is worked out once per data version, look and values; the question then reads
the rows that are kept in place of the call.
"""

import re
from collections.abc import Mapping
from functools import cache

import duckdb
import pyarrow as pa

from riskwatch.model.once import Once
from riskwatch.store.schema import kept_rules

_MOST = 16  # tables: some moments looked at at once, some what-ifs
_PARAMETER = re.compile(r"\$(\w+)")


class Kept:
    """Rows of rules by data version, look and values; the oldest are forgotten."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._tables: Once[pa.Table] = Once(_MOST)

    def put_in(
        self, cursor: duckdb.DuckDBPyConnection, sql: str, given: Mapping[str, object], state: tuple[object, ...]
    ) -> tuple[str, dict[str, object]]:
        """Return a question's text with kept rows in place of its calls, and the parameters that are left in it.

        ``state`` is what the rows depend on beside the values: data version and look, which ``cursor`` has already taken.
        """
        for place, call in enumerate(_calls(sql)):
            name = f"kept_{place}"
            cursor.register(name, self._rows(cursor, call, given, state))
            sql = sql.replace(call, name)
        left = _parameters(re.sub(r"--[^\n]*", "", sql))
        return sql, {name: given[name] for name in left}

    def _rows(
        self, cursor: duckdb.DuckDBPyConnection, call: str, given: Mapping[str, object], state: tuple[object, ...]
    ) -> pa.Table:
        rule, _, arguments = call.rstrip(")").partition("(")
        values = (each.strip() for each in arguments.split(","))
        key = (*state, rule, *(given[each[1:]] if each.startswith("$") else None if each == "null" else each for each in values))

        def make() -> pa.Table:
            return cursor.execute(f"from {call}", {name: given[name] for name in _parameters(call)}).to_arrow_table()

        return self._tables.get(key, make)


def _parameters(sql: str) -> list[str]:
    return list(dict.fromkeys(_PARAMETER.findall(sql)))


@cache
def _calls(sql: str) -> tuple[str, ...]:
    """Return the texts of the calls of kept rules; their arguments are parameters and plain values."""
    return tuple(sorted({text for rule in kept_rules() for text in re.findall(rf"\b{rule}\([^()]*\)", sql)}))
