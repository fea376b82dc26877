"""Two clerks at once, and a process killed in the middle of an accept: is everything there, or nothing?"""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from riskwatch.desk import Desk
from riskwatch.model.files import ROOT
from tests.paper import workbook

KILLS = 50
ROWS = 1000

# Knows the whole package and has opened nothing; for each line that it reads it forks a clerk, and says so when that one is dead.
# The clerk loads one file after the other and says before each what it is about to do, so that the test knows when to strike.
_NURSERY = """
import os
import sys
from pathlib import Path
from riskwatch.desk import Desk
from riskwatch.intake.read import read

def work(number):
    desk = Desk(Path(sys.argv[1]))
    for number in range(number, 10_000):
        lines = "".join(f"U{number}-{row},石门镇,示例矿,护栏缺失{row},整改中\\n" for row in range(int(sys.argv[2])))
        content = f"隐患编号,乡镇,隐患单位,隐患描述,整改状态\\n{lines}".encode()
        reading = read(content, f"{number}.csv", desk.context())
        print("begin", number, flush=True)
        desk.load(reading, content)
        print("end", number, flush=True)

for line in iter(sys.stdin.readline, ""):
    clerk = os.fork()
    if not clerk:
        try:
            work(int(line))
        finally:
            os._exit(1)
    print("clerk", clerk, flush=True)
    print("dead", os.waitpid(clerk, 0)[1], flush=True)
"""


def table(clerk: str, count: int) -> bytes:
    rows = "".join(f"| {clerk}-{row} | 石门镇 | 示例矿 | {clerk}护栏缺失{row} | 整改中 |\n" for row in range(count))
    return workbook(
        f"| 隐患编号 | 乡镇 | 隐患单位 | 隐患描述 | 整改状态 |\n| 共用-1 | 石门镇 | 示例矿 | 大家都报 | 整改中 |\n{rows}"
    )


def test_two_clerks_who_accept_at_the_same_moment_both_land_in_order_and_lose_nothing(desk: Desk) -> None:
    together = threading.Barrier(2)
    failed: list[BaseException] = []

    def hand_in(clerk: str) -> None:
        try:
            for round_no in range(5):
                content = table(f"{clerk}{round_no}", 40)
                reading = desk.check(content, f"{clerk}{round_no}.xlsx")
                together.wait(30)
                desk.load(reading, content, sent_by=clerk, reporting_unit=clerk)
        except BaseException as error:
            failed.append(error)
            together.abort()

    clerks = [threading.Thread(target=hand_in, args=(name,)) for name in ("甲", "乙")]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join(120)
    assert failed == []
    uploads = desk.ask("uploads/uploads")
    assert len(uploads) == 10
    assert uploads["upload_id"].is_unique
    assert list(uploads["accepted_at"]) == sorted(uploads["accepted_at"], reverse=True)
    assert uploads["accepted_at"].is_unique
    rows = desk.ask("ledgers/hazard").set_index("key")
    assert len(rows) == 2 * 5 * 40 + 1
    assert rows.loc["共用-1", "upload_id"] == uploads["upload_id"].iloc[0], "the last one has the last word"
    assert int(uploads["new_count"].sum()) == len(rows), "the shared row was new once"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no such signal")
def test_a_process_killed_in_the_middle_of_an_accept_leaves_the_upload_whole_or_not_at_all(
    tmp_path: Path, empty_store: Path
) -> None:
    folder = Path(shutil.copytree(empty_store, tmp_path / "store"))
    chance = random.Random(7)
    next_number, cut_short, took_s = 0, 0, 0.0
    words = [sys.executable, "-c", _NURSERY, str(folder), str(ROWS)]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    with subprocess.Popen(words, cwd=ROOT, env=surroundings, **pipes) as nursery:
        for _ in range(KILLS):
            # The first is let finish one accept: the others are struck at any moment of one, or after it (the fuller store is slower).
            after_s = chance.uniform(0.0, 2.0 * took_s) if took_s else None
            began, ended, struck_s = _work_until_killed(nursery, next_number, after_s)
            took_s = took_s or struck_s
            desk = Desk(folder)
            uploads = desk.ask("uploads/uploads")
            kept = {
                int(name.removesuffix(".csv")): rows
                for name, rows in zip(uploads["file_name"], uploads["row_count"], strict=True)
            }
            counted = desk.ask("ledgers/hazard")["upload_id"].value_counts()
            assert set(range(next_number)) <= set(kept), "what was there before is there still"
            assert set(ended) <= set(kept), "what was told to be accepted is there"
            assert all(rows == ROWS for rows in kept.values())
            assert sorted(counted.index) == sorted(uploads["upload_id"])
            assert (counted == ROWS).all(), "an upload is wholly there or wholly not"
            cut_short += began not in kept
            next_number = max(kept, default=-1) + 1
            desk.store.close()
    assert cut_short > 0, "no kill fell into an accept: the test showed nothing"
    assert cut_short < KILLS - 1, "every kill came before the end: nothing was at stake"


def _work_until_killed(nursery: "subprocess.Popen[str]", number: int, after_s: float | None) -> tuple[int, list[int], float]:
    """Let a clerk begin an accept and kill it a moment later, or when one is done.

    Return the file it had begun with, those that it told to be in, and the seconds between its beginning and the blow.
    """
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(f"{number}\n")
    nursery.stdin.flush()
    told: dict[str, list[int]] = {"clerk": [], "begin": [], "end": [], "dead": []}

    def listen_for(word: str) -> None:
        while not told[word]:
            heard, what = nursery.stdout.readline().split()  # type: ignore[union-attr]
            told[heard].append(int(what))
            assert heard == word or not told["dead"], "the clerk ended before anybody struck"

    listen_for("begin")
    start = time.monotonic()
    listen_for("clerk")
    if after_s is None:
        listen_for("end")
    else:
        time.sleep(after_s)
    os.kill(told["clerk"][0], signal.SIGKILL)
    struck_s = time.monotonic() - start
    listen_for("dead")
    assert told["dead"] == [signal.SIGKILL], "it was our blow that ended it"
    return told["begin"][0], told["end"], struck_s
