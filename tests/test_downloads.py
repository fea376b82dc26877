"""A file made on a click is there when the browser asks for it, whatever other visitors do meanwhile."""

import subprocess
import sys

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError

from riskwatch.ui import downloads
from tests.conftest import ROOT


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock to be set."""
    clock = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    return clock


def _made(manager: MediaFileManager) -> str:
    asked = manager.add_deferred(lambda: b"sheet", None, "0.1", file_name="表.xlsx")
    return manager.execute_deferred(asked).rsplit("/", 1)[1]


def test_the_board_holds_files_this_way() -> None:
    made = "from app import app; runtime = app._create_runtime(); print(type(runtime.media_file_mgr._storage).__name__)"
    told = subprocess.run([sys.executable, "-c", made], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert told.stdout.split()[-1:] == ["PatientStorage"], told.stderr


def test_scripts_that_end_do_not_take_a_download_away_before_it_is_fetched(now: list[float]) -> None:
    storage = downloads.PatientStorage("/media")
    manager = MediaFileManager(storage)
    name = _made(manager)
    for _ in range(10):
        manager.remove_orphaned_files()
    assert storage.get_file(name).content == b"sheet"


def test_a_download_that_nobody_wants_any_more_goes_after_a_minute(now: list[float]) -> None:
    storage = downloads.PatientStorage("/media")
    manager = MediaFileManager(storage)
    name = _made(manager)
    for _ in range(2):
        manager.remove_orphaned_files()
    now[0] += 61
    storage.delete_file("another")
    with pytest.raises(MediaFileStorageError):
        storage.get_file(name)


def test_a_second_click_within_the_minute_begins_it_anew(now: list[float]) -> None:
    storage = downloads.PatientStorage("/media")
    manager = MediaFileManager(storage)
    name = _made(manager)
    for _ in range(2):
        manager.remove_orphaned_files()
    now[0] += 59
    assert _made(manager) == name
    now[0] += 2
    storage.delete_file("another")
    assert storage.get_file(name).content == b"sheet"
