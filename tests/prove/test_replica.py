"""Public reads from a real streaming replica, its lag and its loss included."""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from budget_portal.local import postgres

from .publishing import PUBLIC, say
from .served import Portal, serving_with
from .streaming import caught_up, replicated

VERSIONS = 5


def publisher(environment: dict[str, str], step: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.prove.publisher", step, "/dev/null"],
        env=environment,
        cwd=postgres.CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def version(portal: Portal) -> int:
    """The version that a reader is shown; 0 for none."""
    answer = portal.get(f"{PUBLIC}data.json")
    return 0 if answer.status == 404 else int(json.loads(answer.text)["version"])


def test_readers_are_served_by_the_replica(tmp_path: Path) -> None:
    with replicated() as (primary, replica):
        environment = {
            **os.environ,
            "DATABASE_URL": primary.address("portal_app"),
            "OWNER_DATABASE_URL": primary.address("portal"),
            "ARTEFACTS_DIR": str(tmp_path),
        }
        publisher(environment, "prepare")
        both = f"postgresql://portal_app@/portal?host={replica.home},{primary.home}"
        reading = {**environment, "REPLICA_DATABASE_URL": both}
        with serving_with(reading, tmp_path) as portal:
            assert version(portal) == 0
            lags = []
            for number in range(1, VERSIONS + 1):
                publisher(environment, "once")
                lags.append(caught_up(primary, replica))
                assert version(portal) == number

            replica.ask("SELECT pg_wal_replay_pause()")
            publisher(environment, "once")
            behind = version(portal)
            desk = portal.get("/admin/login/").status
            replica.ask("SELECT pg_wal_replay_resume()")
            caught_up(primary, replica)
            after = version(portal)

            replica.stop()
            without = [portal.get(PUBLIC).status for _ in range(10)]
            deaths = portal.deaths

    say(
        f"Replica: {VERSIONS} versions, followed within"
        f" {statistics.median(lags) * 1000:.0f} ms (median); while replay was held readers had"
        f" version {behind} of {VERSIONS + 1} and the desk answered {desk}, then {after};"
        f" replica stopped: {without.count(200)} of 10 pages answered by the primary"
    )
    assert (behind, desk, after) == (VERSIONS, 200, VERSIONS + 1)
    # A worker's open session ends with the server that it led to; the next leads to the other.
    assert without[-5:] == [200] * 5
    assert deaths == 0
