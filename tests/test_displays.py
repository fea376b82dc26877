"""Do display links let in whom they should, tell their token once, and close for good?"""

import json
import stat
from datetime import datetime
from pathlib import Path

import pytest

from riskwatch import displays
from riskwatch.__main__ import main
from riskwatch.model.refusal import Refusal

AT = datetime(2026, 6, 26, 9)


def test_a_token_opens_until_its_display_is_closed(tmp_path: Path) -> None:
    token = displays.add(tmp_path, " 指挥 大厅 ", AT)
    other = displays.add(tmp_path, "三楼", AT)
    assert len(token) >= 43  # 256 bits
    assert displays.is_open(tmp_path, token)
    assert not displays.is_open(tmp_path, token[:-1])
    assert not displays.is_open(tmp_path, "")
    displays.close(tmp_path, "指挥 大厅", AT)
    assert not displays.is_open(tmp_path, token)
    assert displays.is_open(tmp_path, other)


def test_only_the_hash_is_kept_and_only_the_owner_may_read_it(tmp_path: Path) -> None:
    token = displays.add(tmp_path, "指挥大厅", AT)
    path = tmp_path / displays.FILE
    assert token not in path.read_text("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(("name", "says"), [("", "没有名称"), ("  ", "没有名称"), ("指挥大厅", "已经有叫“指挥大厅”")])
def test_a_name_is_needed_and_is_given_once(tmp_path: Path, name: str, says: str) -> None:
    displays.add(tmp_path, "指挥大厅", AT)
    with pytest.raises(Refusal, match=says):
        displays.add(tmp_path, name, AT)


def test_a_closed_name_can_be_given_again_and_the_old_link_stays_closed(tmp_path: Path) -> None:
    old = displays.add(tmp_path, "指挥大厅", AT)
    displays.close(tmp_path, "指挥大厅", AT)
    new = displays.add(tmp_path, "指挥大厅", AT)
    assert displays.is_open(tmp_path, new)
    assert not displays.is_open(tmp_path, old)
    with pytest.raises(Refusal, match="没有叫"):
        displays.close(tmp_path, "没有的", AT)


@pytest.mark.parametrize("written", ["{", "[1]", '[{"name": "x"}]'])
def test_a_broken_list_lets_nobody_in_and_says_so(tmp_path: Path, written: str) -> None:
    (tmp_path / displays.FILE).write_text(written, "utf-8")
    with pytest.raises(Refusal, match="读不出来"):
        displays.is_open(tmp_path, "x")


def test_the_command_line_adds_lists_and_closes_without_a_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(tmp_path / "store"))
    assert main(["display", "add", "指挥大厅", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["path"].startswith("/wall?display=")
    assert displays.is_open(tmp_path / "store", told["path"].partition("=")[2])
    assert main(["display", "list"]) == 0
    assert "在用" in capsys.readouterr().out
    assert main(["display", "close", "指挥大厅"]) == 0
    assert main(["display", "close", "指挥大厅"]) == 2
    assert not (tmp_path / "store" / "risk.duckdb").exists(), "the county's own store begins with its first sheet"
