"""Sets an installation up and runs it: migrate, serve, tick. Django is ready only after ``prepare``."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import datetime

from gongkai.errors import Misconfigured

log = logging.getLogger("gongkai.server")


def prepare() -> None:
    """Make Django ready, once; every command on an installation begins with it."""
    import django

    # Whatever this installation writes is nothing for other users of the machine.
    os.umask(os.umask(0o027) | 0o027)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()


def migrate() -> None:
    """Make or update the database, then prove that what protects it is in place."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    check()


def check() -> None:
    """Misconfigured, naming every system check that failed, or nothing."""
    from django.core.checks import Error, run_checks

    serious = [message for message in run_checks(databases=["default"]) if message.level >= Error("").level]
    if serious:
        raise Misconfigured("\n".join(f"{one.id} {one.msg} {one.hint or ''}".strip() for one in serious))


def protect(at: datetime) -> list[str]:
    """Put the triggers of the database back; the chain says that this had to be done. What was missing."""
    from django.db import connection, transaction

    from gongkai import protection
    from gongkai.audit.actions import record

    with transaction.atomic():
        gone = protection.missing(connection)
        protection.install(connection)
        data = {"missing": gone}
        record("audit.protect", actor="operator", agency=None, object="audit", data=data, at=at)
    return gone


def pending() -> list[str]:
    """Migrations that the database does not have yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def tick(at: datetime) -> int:
    """Do the periodic work that is due; the number of jobs that failed."""
    from gongkai.jobs.actions import tick as run

    return sum(bool(ran.failure) for ran in run(at=at))


def serve(port: int = 8000, host: str = "127.0.0.1", *, processes: int = 2) -> int:
    """Web server and background work in the foreground until a signal; the exit status.

    The background process is started again when it dies; the web server's end is the end.
    """
    if waiting := pending():
        raise Misconfigured(f"数据库还差 {len(waiting)} 个迁移，请先运行 gongkai migrate。")
    check()
    address = os.environ.get("GONGKAI_ADDRESS") or f"http://{_reach(host)}:{port}"
    environment = {**os.environ, "GONGKAI_ADDRESS": address}
    stopping = threading.Event()
    web = subprocess.Popen(_gunicorn(port, host, processes), env=environment, preexec_fn=_end_with_us)  # noqa: S603 - our own words only
    place = (_reach(host), port)
    work = threading.Thread(target=_keep_working, args=(environment, place, stopping), daemon=True)
    work.start()
    _until_signal(web, stopping)
    print(f"{address}/", flush=True)  # noqa: T201 - the one line people look for
    status = web.wait()
    stopping.set()
    work.join(timeout=30)
    return status


def _reach(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - compared, not bound


def _gunicorn(port: int, host: str, processes: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "gongkai.wsgi:application",
        "--bind", f"{host}:{port}", "--workers", str(processes), "--threads", "4", "--timeout", "120",
        "--log-level", "warning", "--forwarded-allow-ips", "",  # whom to believe is decided in ui.signin.proxies
        "--max-requests", "20000", "--max-requests-jitter", "2000", "--worker-tmp-dir", _quick_folder(),
    ]  # fmt: skip


def _end_with_us() -> None:
    """Linux: who kills this process outright ends the web server with it, and the port is free again."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1: PR_SET_PDEATHSIG


def _quick_folder() -> str:
    """Where gunicorn's heartbeat lies: memory where there is some, so that a slow disk stops nobody."""
    import tempfile

    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir()  # noqa: S108


def _keep_working(environment: dict[str, str], place: tuple[str, int], stopping: threading.Event) -> None:
    _until_listening(place, stopping)
    while not stopping.is_set():
        process = subprocess.Popen([sys.executable, "-m", "gongkai.background"], env=environment)
        while process.poll() is None and not stopping.wait(0.5):
            pass
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=25)
        elif not stopping.wait(2):
            log.warning("background work ended and is started again", extra={"status": process.returncode})


def _until_listening(place: tuple[str, int], stopping: threading.Event) -> None:
    """The first of the work asks our own pages (the self-test of the channels): not before somebody answers."""
    for _ in range(60):
        try:
            socket.create_connection(place, timeout=1).close()
        except OSError:
            if stopping.wait(0.5):
                return
        else:
            return


def _until_signal(web: subprocess.Popen[bytes], stopping: threading.Event) -> None:
    """A signal to us is one to both of them."""

    def stop(number: int, frame: object) -> None:
        web.terminate()
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
