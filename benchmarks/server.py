"""A board started as README does, with the memory settings of its unit, for a measurement."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Served:
    """Where it listens, and its process."""

    address: str
    pid: int

    @property
    def port(self) -> int:
        """The port of its address."""
        return int(self.address.rsplit(":", 1)[1])


def _of_the_unit() -> dict[str, str]:
    """Return how memory is given out where the board is a service of systemd."""
    unit = (ROOT / "docs" / "deploy" / "riskwatch.service").read_text("utf-8")
    return dict(re.findall(r"^Environment=(MALLOC_\w+|ARROW_\w+)=(\S+)$", unit, re.MULTILINE))


@contextmanager
def serving(folder: Path, port: int | None = None) -> Iterator[Served]:
    """Start the board on a store, at this port or a free one, wait until it answers, stop it after."""
    if port is None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, **_of_the_unit(), "RISKWATCH_STORE": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                    break
            except OSError:
                time.sleep(0.3)
        yield Served(address, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)
