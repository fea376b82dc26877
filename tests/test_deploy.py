"""Does what docs/deploy/ ships hold: the board behind Debian's nginx over TLS, and the unit of systemd?"""

import asyncio
import gzip
import http.client
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from benchmarks.server import Served, serving
from benchmarks.visitors import Visitor
from riskwatch import displays
from riskwatch.ui import session
from riskwatch.ui.menu import SCREENS, Screen
from tests.conftest import ROOT, in_ci

DEPLOY = ROOT / "docs" / "deploy"
SITE = DEPLOY / "riskwatch.nginx.conf"
UNIT = DEPLOY / "riskwatch.service"


@dataclass(frozen=True)
class Front:
    """Where nginx listens, whom its certificate makes trusted, and the board behind it."""

    port: int
    trusted: ssl.SSLContext
    board: Served
    folder: Path

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Return status, headers and body of a request through nginx."""
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.trusted, timeout=30)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        found = answer.status, answer.headers, answer.read()
        connection.close()
        return found


def nginx() -> str:
    """Debian's nginx on PATH; without one this is skipped loudly, and fails in CI."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None or shutil.which("openssl") is None:
        reason = "no nginx or openssl on PATH: the board behind nginx was NOT tested (apt-get install nginx openssl)"
        pytest.fail(reason) if in_ci() else pytest.skip(reason)
    return found


def certificate(folder: Path) -> None:
    """Make a certificate for this machine that nobody else trusts."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "board.key"), "-out", str(folder / "board.crt")],
        check=True,
        capture_output=True,
    )  # fmt: skip


def free_ports(count: int) -> list[int]:
    import socket

    taken = [socket.socket() for _ in range(count)]
    for each in taken:
        each.bind(("127.0.0.1", 0))
    ports: list[int] = [each.getsockname()[1] for each in taken]
    for each in taken:
        each.close()
    return ports


def in_place(site: str, folder: Path, plain: int, tls: int, board: int) -> str:
    """Return the shipped site with this machine's ports and paths, and nothing else changed."""
    site = re.sub(r"listen \[::\]:\d+[^;]*;", "", site)
    for shipped, here in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{tls} ssl"),
        ("server 127.0.0.1:8501;", f"server 127.0.0.1:{board};"),
        ("/etc/riskwatch/tls/", f"{folder}/"),
    ):
        assert shipped in site, shipped
        site = site.replace(shipped, here)
    return site


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory, sample_store: Path) -> Iterator[Front]:
    """The board on a copy of the sample county, behind the shipped site."""
    program = nginx()
    folder = tmp_path_factory.mktemp("nginx")
    certificate(folder)
    store = Path(shutil.copytree(sample_store, folder / "store"))
    plain, tls = free_ports(2)
    with serving(store) as board:
        (folder / "site.conf").write_text(in_place(SITE.read_text("utf-8"), folder, plain, tls, board.port), "utf-8")
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        (folder / "nginx.conf").write_text(
            f"daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\nhttp {{\naccess_log {folder}/access.log;\n"
            + "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
            + f"include {folder}/site.conf;\n}}\n",
            "utf-8",
        )
        process = subprocess.Popen([program, "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"])
        found = Front(tls, ssl.create_default_context(cafile=str(folder / "board.crt")), board, store)
        try:
            for _ in range(100):
                try:
                    found.ask("/healthz")
                    break
                except OSError:
                    assert process.poll() is None, (folder / "error.log").read_text("utf-8")
                    time.sleep(0.1)
            yield found
        finally:
            process.terminate()
            process.wait(timeout=20)


def test_the_index_comes_over_tls_in_chinese_with_each_security_header_once(front: Front) -> None:
    status, headers, body = front.ask("/", accept="text/html", accept_encoding="gzip")
    page = gzip.decompress(body) if headers["content-encoding"] == "gzip" else body
    assert status == 200
    assert '<html lang="zh-CN">' in page.decode()
    for name in ("content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy"):
        assert len(headers.get_all(name, [])) == 1, name


def test_scripts_and_map_data_are_compressed_and_scripts_kept_by_browsers(front: Front) -> None:
    _, _, page = front.ask("/", accept="text/html")
    script = re.search(r'src="\./(static/js/[^"]+\.js)"', page.decode())
    assert script is not None
    status, headers, body = front.ask(f"/{script[1]}", accept_encoding="gzip")
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert len(body) * 2 < len(gzip.decompress(body))
    assert "immutable" in headers["cache-control"]
    _, headers, _ = front.ask("/map/geometry.json?v=1", accept_encoding="gzip")
    assert headers["content-encoding"] == "gzip"


def test_a_visitor_sees_the_overview_through_nginx_and_comes_over_the_network(front: Front) -> None:
    async def visit(visitor: Visitor) -> tuple[str, int, str]:
        looked = await visitor.open()
        await visitor.close()
        role = next((each for each in looked.says if each.startswith("身份：")), "")
        return looked.fault, looked.charts, role

    assert asyncio.run(visit(Visitor(front.address, front.trusted))) == ("", 1, "身份：浏览")
    # Who sits at the machine goes to the board's own port, and keeps it.
    assert asyncio.run(visit(Visitor(front.board.address))) == ("", 1, "身份：管理")


def test_a_page_of_another_origin_gets_no_session(front: Front) -> None:
    from websockets.asyncio.client import connect

    async def knock() -> None:
        async with connect(
            f"wss://127.0.0.1:{front.port}/_stcore/stream",
            origin="https://elsewhere.example",  # type: ignore[arg-type]
            ssl=front.trusted,
        ):
            pass

    with pytest.raises(InvalidStatus, match="403"):
        asyncio.run(knock())


def test_a_file_over_the_limit_is_refused_before_it_is_sent(front: Front) -> None:
    connection = http.client.HTTPSConnection("127.0.0.1", front.port, context=front.trusted, timeout=30)
    connection.putrequest("PUT", "/_stcore/upload_file/session/file")
    connection.putheader("content-length", str(60 * 1024 * 1024))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize("screen", SCREENS, ids=lambda each: each.title)
def test_every_page_can_be_opened_by_its_address(front: Front, screen: Screen) -> None:
    status, headers, _ = front.ask("/" if screen.is_home else f"/{screen.path.stem}?as_of=2026-06-25", accept="text/html")
    assert (status, headers["content-type"].split(";")[0]) == (200, "text/html")


def test_the_token_of_a_display_link_is_written_nowhere(front: Front) -> None:
    for path in ("/wall?display=secret-token", "/wall/picture.json?display=secret-token", "/healthz"):
        front.ask(path)
    log = (front.folder.parent / "access.log").read_text("utf-8")
    assert "/healthz" in log
    assert "secret-token" not in log
    _, headers, _ = front.ask("/wall", x_riskwatch_display=displays.add(front.folder, "测试屏", datetime(2026, 6, 26)))
    assert headers.get_all("referrer-policy") == ["no-referrer"]


def test_the_command_lines_way_in_is_closed_from_outside_even_with_the_key(front: Front) -> None:
    card = json.loads((front.folder / "board.json").read_text("utf-8"))
    wanted = json.dumps({"deed": "history"}).encode()
    given = {"x_riskwatch_key": card["key"], "content_type": "application/json"}
    for path in (
        "/_riskwatch/command",
        "/_riskwatch/command/",
        "/_riskwatch/%63ommand",
        "//_riskwatch/command",
        "/map/../_riskwatch/command",
    ):
        status, _, body = front.ask(path, "POST", wanted, **given)
        assert status in (403, 404, 405), (path, body)
    for forged in ("127.0.0.1", "::1"):
        status, _, _ = front.ask("/_riskwatch/command", "POST", wanted, x_forwarded_for=forged, x_real_ip=forged, **given)
        assert status == 403

    def at_the_board(**more: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", front.board.port, timeout=30)
        headers = {name.replace("_", "-"): value for name, value in {**given, **more}.items()}
        connection.request("POST", "/_riskwatch/command", wanted, headers)
        return connection.getresponse().status

    assert at_the_board() == 200
    assert at_the_board(x_riskwatch_key="guessed") == 403
    # A site file of another hand that passes everything on: its peer is this machine too, and it is refused all the same.
    assert at_the_board(x_forwarded_for="10.1.2.3") == 403
    assert at_the_board(x_real_ip="127.0.0.1") == 403


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json"])
def test_what_is_for_nobody_is_not_there(front: Front, path: str) -> None:
    assert front.ask(path)[0] == 404


def test_a_server_in_front_that_leaves_no_trace_can_be_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session.st, "get_option", lambda name: "127.0.0.1")
    assert session.is_only_reached_from_here()
    monkeypatch.setenv("RISKWATCH_BEHIND_PROXY", "1")
    assert not session.is_only_reached_from_here()


def test_nginx_takes_what_the_board_takes_and_hardly_more() -> None:
    megabytes = re.search(r"client_max_body_size (\d+)m;", SITE.read_text("utf-8"))
    assert megabytes is not None
    limit = tomllib.loads((ROOT / "data" / "limits.toml").read_text("utf-8"))["file_mb"]
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert limit == config["server"]["maxUploadSize"]
    assert limit < int(megabytes[1]) <= limit + 2


def test_the_unit_is_one_that_systemd_understands(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze on PATH: the unit was NOT looked at by systemd")
    unit = tmp_path / "riskwatch.service"
    unit.write_text(UNIT.read_text("utf-8").replace("/opt/riskwatch/.venv/bin/python", sys.executable), "utf-8")
    looked = subprocess.run([program, "verify", "--man=no", str(unit)], capture_output=True, text=True, timeout=60, check=False)
    of_ours = [line for line in looked.stderr.splitlines() if "riskwatch" in line]
    assert not of_ours
    assert "KillMode=control-group" in unit.read_text("utf-8")


def test_the_windows_service_says_that_it_was_not_tried() -> None:
    from xml.etree import ElementTree

    path = DEPLOY / "riskwatch-windows.xml"
    assert ElementTree.parse(path).getroot().tag == "service"
    assert "NOT TRIED" in path.read_text("utf-8")
