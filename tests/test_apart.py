"""Does a file that floods, hangs or kills its reader leave the board alone?"""

import os
import signal
import time
from pathlib import Path

import pytest

from riskwatch.desk import Desk
from riskwatch.intake import apart
from riskwatch.intake.apart import Progress, read_apart
from riskwatch.intake.read import read
from riskwatch.intake.reading import Context
from riskwatch.model.county import county
from riskwatch.model.files import DATA
from riskwatch.model.refusal import Refusal
from tests.paper import TODAY, workbook

TABLE = "| 隐患编号 | 乡镇 | 隐患单位 | 隐患描述 | 整改时限 |\n" + "\n".join(
    f"| A-{n} | 石门镇 | 示例矿 | 护栏缺失{n} | 2026.6.31 |" for n in range(50)
)
CONTEXT = Context(county(DATA / "county.toml"), TODAY)


def test_another_process_reads_what_this_one_reads() -> None:
    content = workbook(TABLE)
    assert read_apart(content, "台账.xlsx", CONTEXT) == read(content, "台账.xlsx", CONTEXT)


def test_a_refusal_comes_through_with_its_cure() -> None:
    with pytest.raises(Refusal, match="打不开") as told:
        read_apart(b"PK\x03\x04 not a workbook", "坏.xlsx", CONTEXT)
    assert told.value.fix.startswith("用 Excel 或 WPS 打开")


def test_a_reader_that_dies_is_a_refusal_and_the_next_file_is_read() -> None:
    def kill(progress: Progress) -> None:
        for reader in busy:
            os.kill(reader.process.pid, signal.SIGKILL)

    taken = apart._take()
    apart._put_back(taken)
    busy = [taken]
    with pytest.raises(Refusal, match="占用的内存超过限度，或里面有读不了的内容"):
        read_apart(workbook(TABLE), "台账.xlsx", CONTEXT, told=kill)
    assert len(read_apart(workbook(TABLE), "台账.xlsx", CONTEXT).taken[0].rows) == 50


def test_a_file_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_LONGEST_S", 0.0)
    with pytest.raises(Refusal, match="读了 0 秒还没读完"):
        read_apart(workbook(TABLE), "台账.xlsx", CONTEXT)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows knows no limit of memory")
def test_a_file_that_takes_too_much_memory_ends_its_reader_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RISKWATCH_READER_MEMORY_MB", "160")
    for reader in apart._idle:
        reader.kill()
    apart._idle.clear()
    table = "| 隐患编号 | 乡镇 | 隐患单位 | 隐患描述 |\n" + "\n".join(
        f"| A-{n} | 石门镇 | 矿{n} | {n}护栏缺失 |" for n in range(150_000)
    )
    with pytest.raises(Refusal, match="占用的内存超过限度"):
        read_apart(table.replace("|", ",").encode(), "大.csv", CONTEXT)
    for reader in apart._idle:
        reader.kill()
    apart._idle.clear()


def test_whoever_stops_a_reading_leaves_no_reader_behind() -> None:
    class Stopped(Exception):
        pass

    def stop(progress: Progress) -> None:
        raise Stopped

    before = apart._take()
    apart._put_back(before)
    with pytest.raises(Stopped):
        read_apart(workbook(TABLE), "台账.xlsx", CONTEXT, told=stop)
    assert before.process.wait(5) is not None


def test_progress_grows_to_the_end(desk: Desk) -> None:
    told: list[Progress] = []
    lines = "\n".join(f"A-{n},石门镇,示例矿{n},护栏缺失{n}" for n in range(40_000))
    desk.check(f"隐患编号,乡镇,隐患单位,隐患描述\n{lines}\n".encode(), "大.csv", told=told.append)
    shares = [each.share for each in told]
    assert shares == sorted(shares)
    assert max(each.rows for each in told) >= 40_000
    assert shares[-1] > 0.5
    assert told[-1].left_s is not None


def test_an_answer_that_is_not_ours_is_not_unpacked() -> None:
    import io
    import pickle

    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, ("true",)

    with pytest.raises(pickle.UnpicklingError, match=r"(posix|nt)\.system"):
        apart._Answers(io.BytesIO(pickle.dumps(("done", Evil(), 0)))).load()


def test_a_reader_ends_with_the_board() -> None:
    reader = apart._Reader()
    assert reader.process.stdin is not None
    reader.process.stdin.close()
    start = time.monotonic()
    assert reader.process.wait(10) == 0
    assert time.monotonic() - start < 10
