"""An installation as those see it who run one: processes, exit statuses, words; from empty to restored."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.agencies.test_importing import HEAD, code, sheet

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def database_url(tmp_path: Path, django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of its own, on the kind that this run is about."""
    if connection.vendor == "sqlite":
        yield ""
        return
    import psycopg

    stated, name = connection.settings_dict, f"gongkai_commands_{os.getpid()}"
    facts = {"host": stated["HOST"], "port": stated["PORT"] or None, "user": stated["USER"],
             "password": stated["PASSWORD"] or None, "dbname": "postgres"}  # fmt: skip
    with psycopg.connect(**facts, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        port = f":{stated['PORT']}" if stated["PORT"] else ""
        host = f"?host={stated['HOST']}" if stated["HOST"].startswith("/") else ""
        where = "" if host else stated["HOST"]
        yield f"postgresql://{stated['USER']}:{stated['PASSWORD']}@{where}{port}/{name}{host}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def environment(tmp_path: Path, database_url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))}
    tools = {name: os.environ[name] for name in ("GONGKAI_PG_BIN",) if name in os.environ}
    return {**kept, **tools, "GONGKAI_HOME": str(tmp_path / "home"), "DATABASE_URL": database_url,
            "GONGKAI_DEMO": "on", "GONGKAI_LOG_LEVEL": "ERROR"}  # fmt: skip


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    def command(*words: str, **changes: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "gongkai.cli", *words]
        return subprocess.run(
            line,
            env={**environment, **changes},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return command


def test_from_empty_to_restored(run: Run, tmp_path: Path) -> None:
    assert run("serve").returncode == 2  # before migrate: says so, starts nothing
    done = run("migrate")
    assert (done.returncode, done.stderr) == (0, "")
    first = run("demo", "create")
    assert first.returncode == 0
    assert run("demo", "code", "demo-head").stdout.split()[0] == "demo-head"

    assert run("doctor").returncode == 1  # the periodic work has never run
    assert run("tick").returncode == 0
    well = run("doctor")
    assert "✗" not in well.stdout.replace("✗ 字体", "")

    assert run("audit", "protect").stdout == "保护都在。\n"
    assert run("search", "check").stdout == "缺少0条，内容不同0条，多出0条。\n"
    assert "检索索引已重建" in run("search", "rebuild").stdout
    head = run("audit", "head").stdout
    (tmp_path / "head.txt").write_text(head)
    assert run("audit", "verify", "--head", "head.txt").returncode == 0

    (tmp_path / "list.xlsx").write_bytes(sheet([code(1), "真实区人民政府", "区政府", "", 1]))
    assert run("import", "agencies", "list.xlsx", "--dry-run").returncode == 0
    assert run("import", "agencies", "list.xlsx").returncode == 0
    link = run("invite", "guan", "--name", "管某", "--agency", code(1)).stdout
    assert "/accounts/password/reset/key/" in link
    assert run("invite", "shen", "--name", "审某", "--agency", "无此机关").returncode == 2
    (tmp_path / "bad.xlsx").write_bytes(sheet([code(1), "真实区人民政府", "公司", "", 1], head=HEAD))
    assert run("import", "agencies", "bad.xlsx").returncode == 1

    assert run("backup", "backup", "--keys", "apart").returncode == 0
    assert run("demo", "remove").returncode == 0
    assert run("restore", "backup", "--keys", "nowhere", "--force").returncode == 2
    assert run("restore", "backup", "--keys", "apart").returncode == 2
    assert run("restore", "backup", "--keys", "apart", "--force").returncode == 0
    assert run("demo", "code", "demo-head").returncode == 0
    assert run("audit", "verify", "--head", "head.txt").returncode == 0


def test_misconfigured_is_a_sentence_and_never_a_traceback(run: Run) -> None:
    for changes in (
        {"GONGKAI_DEMO": "perhaps"},
        {"DATABASE_URL": "mysql://x"},
        {"GONGKAI_TRUSTED_PROXIES": "all"},
    ):
        done = run("doctor", **changes)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert next(iter(changes)) in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_killed_outright_it_leaves_nothing_running(run: Run, environment: dict[str, str], tmp_path: Path) -> None:
    assert run("migrate").returncode == 0
    port = _free_port()
    line = [sys.executable, "-m", "gongkai.cli", "serve", "--port", str(port)]
    with subprocess.Popen(line, env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL) as server:
        try:
            assert _healthy(f"http://127.0.0.1:{port}/healthz")
        finally:
            server.kill()
    for _ in range(100):
        with socket.socket() as again:
            if again.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.2)
    pytest.fail("the web server is still there")


def test_serving_in_the_foreground(run: Run, environment: dict[str, str], tmp_path: Path) -> None:
    assert run("migrate").returncode == 0
    port = _free_port()
    line = [sys.executable, "-m", "gongkai.cli", "serve", "--port", str(port)]
    with subprocess.Popen(line, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert _healthy(f"http://127.0.0.1:{port}/healthz")
            assert server.stdout is not None
            assert server.stdout.readline().strip() == f"http://127.0.0.1:{port}/"
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=30) == 0
    with pytest.raises(OSError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
    assert "定期工作：没有迟误" in run("doctor").stdout  # the background process ticked


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _healthy(address: str) -> bool:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.2)
    return False


def test_a_notice_of_days_off_is_taken_in_once(run: Run, tmp_path: Path) -> None:
    notice = tmp_path / "2027.toml"
    notice.write_text(
        'year = 2027\nreference = "试1号"\nchecked_on = 2026-11-24\noff = [2027-01-01]\non = []\n', "utf-8"
    )
    assert run("migrate").returncode == 0
    added = run("calendar", "add", str(notice))
    assert added.returncode == 0
    assert "已载入2027年放假通知（试1号）" in added.stdout
    assert "没有答复期限因此变动" in added.stdout
    again = run("calendar", "add", str(notice))
    assert again.returncode == 2
    assert "已经载入" in again.stderr
    assert run("calendar", "add", str(tmp_path / "none.toml")).returncode == 2
