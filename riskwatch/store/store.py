"""One store folder: the DuckDB file, the originals by hash, the county's own files. One process, one writer at a time."""

import hashlib
import json
import shutil
import threading
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd

from riskwatch.model.files import DATA, QUERIES
from riskwatch.model.once import Once
from riskwatch.model.refusal import Refusal
from riskwatch.store.kept import Kept, Standing
from riskwatch.store.masking import masked
from riskwatch.store.question import Question, command, question
from riskwatch.store.schema import bring_up_to_date, ledgers_read

ZONE = ZoneInfo("Asia/Shanghai")
FOREVER = datetime(9999, 12, 31)
_CELLS_KEPT = 500_000  # of all answers together: some 25 MB


class StoreBusy(Refusal):
    """Another process holds the store: the board, as a rule."""


def now() -> datetime:
    """Return the moment in the county's time, without zone: the store keeps all moments so."""
    return datetime.now(ZONE).replace(tzinfo=None)


@cache
def data_hash() -> str:
    """Return a hash of what data/ and queries/ say: an upgrade changes what answers mean."""
    digest = hashlib.sha256()
    for root, pattern in ((DATA, "*.toml"), (QUERIES, "*.sql")):
        for path in sorted(root.rglob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Look:
    """When one looks: the day asked about, and what was known. None means now."""

    as_of: date | datetime | None = None
    known_at: datetime | None = None

    @property
    def moment(self) -> datetime:
        """The end of the day asked about."""
        if self.as_of is None:
            return FOREVER
        return self.as_of if isinstance(self.as_of, datetime) else datetime.combine(self.as_of, time.max)


@dataclass(frozen=True, slots=True)
class _Stock:
    """The data version, and how often each ledger has changed."""

    version: str
    changes: Mapping[str, int]

    def of(self, asked: Question, look: Look | None) -> tuple[Hashable, ...]:
        """Return what an answer depends on beside its values, the look first."""
        return (look, self.version) if asked.may_read_history else Standing(look, self.changes).of(asked.sql)


class Store:
    """An open store. Its state is the connection, the writer lock, the data version, and answers of it that are kept."""

    def __init__(self, folder: Path) -> None:
        """Open or make the store in ``folder``. Raises StoreBusy when another process has it open."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "originals").mkdir(exist_ok=True)
        try:
            self._connection = duckdb.connect(
                str(folder / "risk.duckdb"),
                config={
                    "autoinstall_known_extensions": "false",
                    "autoload_known_extensions": "false",
                    # A question runs on the core of whoever asks it: handing parts of it to another costs a fifth more work, and others ask too.
                    "threads": "1",
                    # What an accept has drawn anew is written out at once: until then it takes some 50 MB of memory.
                    "checkpoint_threshold": "100KB",
                    # The first 2,000 of a long list: only their texts are read, not those of all (a quarter faster at a million rows).
                    "late_materialization_max_rows": "2500",
                    # A planner that believes few rows to come holds each against all: a hundred times the work where it is mistaken.
                    "asof_loop_join_threshold": "0",
                },
            )
        except duckdb.IOException as busy:
            if "lock" not in str(busy).lower() and "being used" not in str(busy).lower():
                raise
            raise StoreBusy("数据库正被另一个进程使用。", "关闭作战图后再试，或在作战图运行时直接使用本命令。") from busy
        self.writing = threading.RLock()
        with self._transaction() as cursor:
            bring_up_to_date(cursor)
        self._connection.execute("set enable_external_access = false")
        self._take_stock()
        self._kept = Kept()
        self._answers: Once[pd.DataFrame] = Once(_CELLS_KEPT, weigh=lambda answer: answer.size + 1)

    def close(self) -> None:
        """Close the file; the store cannot be used after that."""
        self._connection.close()

    def _take_stock(self) -> None:
        cursor = self._connection.cursor()
        found = cursor.execute(command("data_version")).fetchone()
        assert found is not None
        # The moment of making tells two stores apart that stand at the same count.
        version = f"{found[0]}-{data_hash()}-{(found[1] or 0) % 10**9}"
        self._stock = _Stock(version, dict(cursor.execute(command("ledger_changes")).fetchall()))

    @property
    def version(self) -> str:
        """The data version: another after every change."""
        return self._stock.version

    @contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._connection.cursor()
        cursor.begin()
        try:
            yield cursor
        except BaseException:
            cursor.rollback()
            raise
        else:
            cursor.commit()
        finally:
            cursor.close()

    @contextmanager
    def write(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give the one writer a cursor in a transaction; all or nothing. The data version is read anew after it."""
        with self.writing:
            with self._transaction() as cursor:
                yield cursor
            self._take_stock()
            self._kept.forget(self._stock.changes)
            self._answers.forget(lambda key: key[1] != self._stock.of(question(key[0]), key[1][0]))

    def forget(self) -> None:
        """Keep no answer any more: what is asked next is worked out."""
        self._kept = Kept()
        self._answers.forget()

    @contextmanager
    def reader(self, look: Look | None = None, sql: str = "") -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor that sees the ``_now`` views named in ``sql`` as of a day and as known at a moment."""
        cursor = self._connection.cursor()
        try:
            if look is not None and (look.as_of is not None or look.known_at is not None):
                cursor.execute(command("look_at"), {"moment": look.moment, "known_at": look.known_at or FOREVER})
                for ledger in sorted(ledgers_read(sql)):
                    cursor.execute(command(f"look_back/{ledger}"))
            yield cursor
        finally:
            cursor.close()

    def ask(
        self, name: str, params: Mapping[str, object] | None = None, *, look: Look | None = None, sees_persons: bool = True
    ) -> pd.DataFrame:
        """Return the answer to a question. Every parameter must be given; persons are hidden unless ``sees_persons``.

        Raises Refusal for a parameter that the question does not have or that is not of its type.
        """
        asked = question(name)
        given = _checked(asked, params or {})
        stock = self._stock  # before the reading starts: what is read may be newer than it says, never older

        def made() -> pd.DataFrame:
            with self.reader(look, asked.sql) as cursor:
                _check_types(cursor, asked, given)
                return cursor.execute(*self._kept.put_in(cursor, asked.sql, given, Standing(look, stock.changes))).df()

        answer = self._answers.get((name, stock.of(asked, look), tuple(given.items())), made).copy(deep=False)
        return answer if sees_persons else masked(answer, asked.sql)

    def count(self, name: str, params: Mapping[str, object], *, look: Look | None = None) -> int:
        """Return how many rows the answer to a question has, without making it."""
        asked = question(name)
        with self.reader(look, asked.sql) as cursor:
            return int(cursor.query(asked.sql, params=_checked(asked, params)).shape[0])

    # --- originals and settings ---

    def keep_original(self, content: bytes) -> str:
        """Keep a file under its hash and return the hash. The same bytes are kept once."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.original(sha256)
        if not path.exists():
            part = path.with_suffix(".part")
            part.write_bytes(content)
            part.replace(path)
        return sha256

    def original(self, sha256: str) -> Path:
        """Return where the file of that hash lies."""
        return self.folder / "originals" / sha256

    def copy_to(self, folder: Path) -> None:
        """Copy the whole store folder as it is after the last commit. Raises Refusal when the folder is not empty."""
        if folder.exists() and any(folder.iterdir()):
            raise Refusal(f"“{folder}”不是空文件夹。", "指定一个新的文件夹。")
        with self.writing:
            self._connection.execute(command("checkpoint"))
            shutil.copytree(
                self.folder, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("board.json", "sample", "*.wal")
            )

    def note_change(self, cursor: duckdb.DuckDBPyConnection, what: str, done_by: str, details: object = None) -> None:
        """Write down who changed what; this also raises the data version."""
        cursor.execute(
            command("note_change"),
            {
                "happened_at": now(),
                "what": what,
                "done_by": done_by,
                "details": json.dumps(details, ensure_ascii=False, default=str),
            },
        )


def _checked(asked: Question, params: Mapping[str, object]) -> dict[str, object]:
    unknown = set(params) - set(asked.params)
    if unknown:
        raise Refusal(f"“{asked.name}”没有参数“{'、'.join(sorted(unknown))}”。", "用 questions 查看它的参数。")
    missing = set(asked.params) - set(params)
    if missing:
        raise Refusal(f"“{asked.name}”还缺参数“{'、'.join(sorted(missing))}”。", "用 --param 名称=值 补上。")
    return dict(params)


def _check_types(cursor: duckdb.DuckDBPyConnection, asked: Question, given: Mapping[str, object]) -> None:
    """Raise Refusal for a text that is not of its parameter's type, as one typed on the command line may be."""
    for name, value in given.items():
        kind = asked.params[name].type
        if isinstance(value, str) and kind != "VARCHAR":
            try:
                cursor.values(duckdb.ConstantExpression(value).cast(duckdb.type(kind))).fetchall()
            except duckdb.ConversionException as wrong:
                raise Refusal(f"“{asked.name}”的参数 {name} 不能是“{value}”。", f"它的类型是 {kind}。") from wrong
