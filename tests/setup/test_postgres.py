"""The private server lives exactly as long as somebody uses it."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from budget_portal.local import binaries, postgres
from budget_portal.local.account import LauncherError
from budget_portal.local.cluster import Cluster
from tests.setup.conftest import set_back_after_the_test, superuser_address
from tests.setup.waiting import await_that

USER = """
import sys, time
from pathlib import Path
from budget_portal.local import child, postgres
from budget_portal.local.cluster import Cluster
child.die_with_parent(9)
share = postgres.join(Cluster(Path(sys.argv[1])))
print("joined", flush=True)
time.sleep(600)
"""


@pytest.fixture
def join(cluster: Cluster) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    """Start another process that uses the cluster, and wait until it does."""
    users: list[subprocess.Popen[str]] = []

    def start() -> "subprocess.Popen[str]":
        users.append(user_of(cluster))
        assert users[-1].stdout is not None
        assert users[-1].stdout.readline() == "joined\n"
        return users[-1]

    yield start
    for user in users:
        user.kill()
        user.communicate()


def user_of(cluster: Cluster) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", USER, str(cluster.home)]
    return subprocess.Popen(command, cwd=postgres.CHECKOUT, stdout=subprocess.PIPE, text=True)


def answer(cluster: Cluster, question: str) -> object:
    with psycopg.connect(cluster.owner_address) as connection:
        row = connection.execute(question).fetchone()
        return row[0] if row else None


def server_process(cluster: Cluster) -> Path:
    return Path("/proc", (cluster.data / "postmaster.pid").read_text().split("\n")[0])


def parent_of(process: Path) -> int:
    return int(process.joinpath("stat").read_text().rpartition(")")[2].split()[1])


def tcp_sockets_of(process: Path) -> set[str]:
    """Inodes of the TCP sockets that a process holds."""
    held = {os.readlink(file) for file in process.joinpath("fd").iterdir()}  # noqa: PTH115
    tables = [process / "net" / name for name in ("tcp", "tcp6")]
    lines = [
        row for table in tables if table.exists() for row in table.read_text().splitlines()[1:]
    ]
    return held & {f"socket:[{line.split()[9]}]" for line in lines}


def test_server_ends_when_its_only_user_is_killed(
    cluster: Cluster, join: Callable[[], "subprocess.Popen[str]"]
) -> None:
    user = join()
    server = server_process(cluster)
    assert server.exists()

    user.kill()

    await_that(lambda: not server.exists())


def test_second_user_keeps_the_server_alive(
    cluster: Cluster, join: Callable[[], "subprocess.Popen[str]"]
) -> None:
    first, second = join(), join()
    server = server_process(cluster)

    first.kill()
    time.sleep(1)

    assert answer(cluster, "SELECT 1") == 1
    assert server_process(cluster) == server
    second.kill()
    await_that(lambda: not server.exists())


def test_forked_child_of_a_user_does_not_keep_the_server_alive(cluster: Cluster) -> None:
    fork = "import os; child = os.fork(); print(child, flush=True) if child else time.sleep(600)"
    with subprocess.Popen(
        [sys.executable, "-c", USER.replace("time.sleep(600)", fork), str(cluster.home)],
        cwd=postgres.CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    ) as user:
        assert user.stdout is not None
        assert user.stdout.readline() == "joined\n"
        server, child = server_process(cluster), int(user.stdout.readline())
        user.wait()

        await_that(lambda: not server.exists())

        os.kill(child, signal.SIGKILL)  # fails if the child ended before the server


def test_two_that_start_at_once_share_one_server(cluster: Cluster) -> None:
    users = [user_of(cluster) for _ in range(2)]

    lines = [user.stdout.readline() for user in users if user.stdout]

    assert lines == ["joined\n", "joined\n"]
    assert answer(cluster, "SELECT 1") == 1
    for user in users:
        user.kill()
        user.communicate()


def test_data_survive_a_restart(cluster: Cluster) -> None:
    with postgres.join(cluster), psycopg.connect(cluster.owner_address) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS figure")
    assert not cluster.sockets.exists()

    with postgres.join(cluster):
        assert answer(cluster, "SELECT figure FROM kept") == 42


def test_server_ends_with_its_supervisor_and_comes_back_with_the_next_user(
    cluster: Cluster, join: Callable[[], "subprocess.Popen[str]"]
) -> None:
    join()
    server = server_process(cluster)
    with psycopg.connect(cluster.owner_address) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS figure")

    os.kill(parent_of(server), signal.SIGKILL)
    await_that(lambda: not server.exists())
    join()

    assert answer(cluster, "SELECT figure FROM kept") == 42


def test_server_that_is_killed_is_started_again_for_its_users(
    cluster: Cluster, join: Callable[[], "subprocess.Popen[str]"]
) -> None:
    join()
    server = server_process(cluster)

    os.kill(int(server.name), signal.SIGKILL)

    def is_back() -> bool:
        try:
            return answer(cluster, "SELECT 1") == 1
        except psycopg.OperationalError:
            return False

    await_that(is_back)
    assert server_process(cluster) != server


def test_server_is_unprivileged_private_and_durable(cluster: Cluster) -> None:
    with postgres.join(cluster):
        server = server_process(cluster)

        assert server.stat().st_uid != 0
        assert tcp_sockets_of(server) == set()
        assert stat.S_IMODE(cluster.sockets.stat().st_mode) == 0o700
        assert answer(cluster, "SHOW fsync") == "on"
        assert answer(cluster, "SELECT usesuper FROM pg_user WHERE usename = current_user") is False
        methods = "SELECT array_agg(DISTINCT type || ' ' || auth_method) FROM pg_hba_file_rules"
        with psycopg.connect(superuser_address(cluster)) as c:
            assert c.execute(methods).fetchone() == (["local peer"],)


def test_the_application_logs_in_as_a_role_that_owns_nothing(cluster: Cluster) -> None:
    who = (
        "SELECT current_user, pg_get_userbyid(datdba), rolsuper OR rolcreatedb OR rolcreaterole"
        " FROM pg_database, pg_roles WHERE datname = 'portal' AND rolname = current_user"
    )
    with postgres.join(cluster):
        assert os.environ["DATABASE_URL"] == cluster.address
        assert os.environ["OWNER_DATABASE_URL"] == cluster.owner_address
        with psycopg.connect(cluster.address) as connection:
            assert connection.execute(who).fetchone() == ("portal_app", "portal", False)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("CREATE TABLE mine (id bigint)")


def test_a_cluster_of_an_earlier_version_is_given_the_applications_role(cluster: Cluster) -> None:
    with postgres.join(cluster):
        with psycopg.connect(cluster.owner_address) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS figure")
        with psycopg.connect(superuser_address(cluster), autocommit=True) as connection:
            connection.execute("DROP ROLE portal_app")
    (cluster.home / "application_role").unlink()

    with postgres.join(cluster), psycopg.connect(cluster.address) as connection:
        assert connection.execute("SELECT figure FROM kept").fetchone() == (42,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM kept")


def test_chinese_words_have_trigrams(cluster: Cluster) -> None:
    with postgres.join(cluster), psycopg.connect(cluster.owner_address) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")

        row = connection.execute("SELECT cardinality(show_trgm('部门预算'))").fetchone()

    assert row == (5,)


def test_throwaway_cluster_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    set_back_after_the_test(monkeypatch)
    passing = postgres.throwaway()

    with postgres.join(passing):
        assert answer(passing, "SHOW fsync") == "off"

    await_that(lambda: not passing.home.exists())
    assert not passing.sockets.exists()


def test_home_that_the_server_cannot_reach_is_kept_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_back_after_the_test(monkeypatch)
    tmp_path.chmod(0o700)
    hidden = Cluster(tmp_path / "var" / "postgres")

    with postgres.join(hidden):
        assert answer(hidden, "SELECT 1") == 1
        place = hidden.home.resolve()

    is_elsewhere = place.is_relative_to("/var/lib")
    assert is_elsewhere is (os.geteuid() == 0)
    shutil.rmtree(place)


def test_data_of_another_major_version_are_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("9\n")

    with pytest.raises(LauncherError, match=r"written by PostgreSQL 9.*apt-get install"):
        binaries.directory_for(tmp_path)


def test_socket_directory_of_somebody_else_is_refused(cluster: Cluster) -> None:
    cluster.sockets.symlink_to("/")

    with pytest.raises(LauncherError, match="belongs to somebody else"):
        postgres.join(cluster)

    cluster.sockets.unlink()
