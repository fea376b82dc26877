"""Reading and marking a file in a process of its own, so that a file that kills or floods its reader does not take the board with it.

A reader serves one file after the other and is put away when it has grown large. Time and memory are limited; what goes over
either is refused with a plain sentence. Memory is limited where the system can (not on Windows).
"""

import gc
import io
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from riskwatch.intake.read import read
from riskwatch.intake.reading import Context, Reading
from riskwatch.model.problem import refusal
from riskwatch.model.refusal import Refusal

_LONGEST_S = 180.0
_MOST_MEMORY_MB = 4096  # of address space, which is about twice what is used; RISKWATCH_READER_MEMORY_MB says another
_KEPT_BELOW_KB = 400 * 1024
_LOOK_EVERY_S = 0.25
_IDLE_KEPT = 2
_ROOT = Path(__file__).resolve().parents[2]
# What an answer is made of. Anything else in it is not from our reader.
_OURS = ("riskwatch.", "datetime")
_PLAIN = frozenset({"tuple", "list", "dict", "set", "frozenset", "str", "int", "float", "bool", "bytes", "complex", "object"})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading is: rows known so far, the share of the work that is done, and seconds since it began."""

    rows: int
    share: float
    elapsed_s: float

    @property
    def left_s(self) -> float | None:
        """The seconds that are left at the pace so far; None while nobody can tell."""
        return self.elapsed_s / self.share * (1 - self.share) if self.share > 0 else None


Told = Callable[[Progress], None]


def read_apart(content: bytes, file_name: str, context: Context, *, only: str | None = None, told: Told | None = None) -> Reading:
    """Read a file as ``read`` does, in another process. ``told`` is called a few times a second and may raise to stop it.

    Raises Refusal for what is not a workbook, for one that takes too long or too much memory, and for one that its reader dies of.
    """
    answer = _done_apart(("read", content, file_name, context, only), file_name, told)
    if not isinstance(answer, Reading):
        raise RuntimeError(f"reading {file_name}: {answer}")  # a bug of ours: its trace as text
    return answer


def mark_apart(
    content: bytes, file_name: str, reading: Reading, checked_at: datetime, *, waiting: Mapping[str, set[int]] | None = None
) -> bytes:
    """Return the workbook with the faults of its reading marked, as .xlsx; with ``waiting`` only those rows of each sheet.

    Raises Refusal as ``read_apart`` does.
    """
    answer = _done_apart(("mark", content, file_name, _without_values(reading), checked_at, waiting), file_name, None)
    if not isinstance(answer, bytes):
        raise RuntimeError(f"marking {file_name}: {answer}")
    return answer


def _without_values(reading: Reading) -> Reading:
    """Return what marking needs of a reading: it is sent to another process."""
    bare = (replace(each, values={}, raws=(), extras=(), keys=()) for each in reading.sheets)
    return replace(reading, sheets=tuple(bare))


def _done_apart(job: tuple[Any, ...], file_name: str, told: Told | None) -> object:
    reader = _take()
    try:
        answer = reader.ask(job, file_name, told)
    except BaseException:
        reader.kill()
        raise
    _put_back(reader)
    if isinstance(answer, Refusal):
        raise answer
    return answer


class _Reader:
    """One reading process. Its state is the process and the queue of what it says."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "riskwatch.intake.apart"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            env={**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"},
        )
        self.said: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.may_stay = True
        self.peak_kb = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with suppress(EOFError, pickle.UnpicklingError, OSError, ValueError):
            while True:
                self.said.put(self._next_answer())
        self.said.put(None)

    def _next_answer(self) -> object:
        answers = _Answers(self.process.stdout)  # type: ignore[arg-type]
        self.process.stdout.peek(1)  # type: ignore[union-attr] # wait for it with the collector on
        gc.disable()  # a reading brings a million values and no cycles
        try:
            return answers.load()
        finally:
            gc.enable()

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def ask(self, job: tuple[Any, ...], file_name: str, told: Told | None) -> object:
        assert self.process.stdin is not None
        start = time.monotonic()
        rows, share = 0, 0.0
        with suppress(BrokenPipeError):  # it died: the queue says so below
            pickle.dump(job, self.process.stdin, protocol=5)
            self.process.stdin.flush()
        while True:
            elapsed = time.monotonic() - start
            if elapsed > _LONGEST_S:
                raise refusal("file_too_slow", file=file_name, limit=int(_LONGEST_S))
            if told:
                told(Progress(rows, share, elapsed))
            with suppress(queue.Empty):
                match self.said.get(timeout=_LOOK_EVERY_S):
                    case ("at", int(found), float(done)):
                        rows, share = found, done
                    case ("done", answer, int(peak_kb)):
                        self.peak_kb, self.may_stay = peak_kb, peak_kb < _KEPT_BELOW_KB
                        return answer
                    case _:
                        raise refusal("file_kills", file=file_name)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()


class _Answers(pickle.Unpickler):
    """Reads what our own reader says, and nothing else: the file that it read may have been hostile."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(_OURS) or (module == "builtins" and name in _PLAIN):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


_idle: list[_Reader] = []
_lock = threading.Lock()


def _take() -> _Reader:
    with _lock:
        while _idle:
            reader = _idle.pop()
            if reader.is_alive:
                return reader
            reader.kill()
    return _Reader()


def _put_back(reader: _Reader) -> None:
    with _lock:
        if reader.may_stay and len(_idle) < _IDLE_KEPT:
            _idle.append(reader)
            return
    reader.kill()


def warm() -> None:
    """Start a reader, so that nobody waits for it later."""
    _put_back(_take())


# --- in the reading process ---


def _serve(jobs: IO[bytes], answers: IO[bytes]) -> None:
    """Read file after file until the asking process ends."""

    def say(what: tuple[object, ...]) -> None:
        pickle.dump(what, answers, protocol=5)
        answers.flush()

    gc.disable()  # a reading makes millions of values and no cycles; between two files it is done by hand
    while True:
        try:
            deed, content, file_name, *rest = pickle.load(jobs)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        answer: object
        try:
            if deed == "read":
                context, only = rest
                answer = read(content, file_name, context, only=only, told=lambda rows, share: say(("at", rows, share)))
            else:
                answer = _marked(content, file_name, *rest)
        except Refusal as refused:
            answer = refused
        except MemoryError:
            answer = refusal("file_kills", file=file_name)
        except Exception:
            import traceback

            answer = traceback.format_exc()
        say(("done", answer, _peak_kb()))
        del content, rest, answer
        context = None
        gc.collect()


def _marked(
    content: bytes, file_name: str, reading: Reading, checked_at: datetime, waiting: Mapping[str, set[int]] | None
) -> bytes:
    from riskwatch.intake.marked import marked, only_waiting  # openpyxl is slow to come and most files are only read

    if waiting is None:
        return marked(content, file_name, reading, checked_at)
    return only_waiting(content, file_name, reading, waiting, checked_at)


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        most = int(os.environ.get("RISKWATCH_READER_MEMORY_MB") or _MOST_MEMORY_MB) * 1024**2
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _peak_kb() -> int:
    status = Path("/proc/self/status")
    if status.exists():  # Linux: getrusage would count what the asking process held when it started this one
        return int(status.read_text().partition("VmHWM:")[2].split()[0])
    with suppress(ImportError):
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform != "darwin" else peak // 1024
    return 0


def _main() -> None:
    _limit_memory()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=io.DEFAULT_BUFFER_SIZE)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing that a library prints may reach the answers
    _serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
