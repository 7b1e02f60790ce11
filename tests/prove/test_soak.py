"""Readers, a clerk and a publisher at once for half an hour: no server error, steady memory.

``SOAK_MINUTES`` shortens or lengthens it. Everything stays on the loopback interface.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from disclosures.budget.classification import FUNDING_SOURCES
from disclosures.entry.sheets import LEDGER
from disclosures.entry.state import standing
from disclosures.management import sample
from disclosures.models import Appointment, Budget, EconomicCode, Unit
from tests.admin.people import desk_of, page
from tests.publishing import publish

from .publishing import PUBLIC, environment, say
from .served import Portal, serving

MINUTES = float(os.environ.get("SOAK_MINUTES", "30"))
DEPARTMENTS, READERS, LINES = 12, 3, 40
EVERY = 5  # seconds between two looks at the memory
GROWTH = 1.15
FUNCTION = "2010301"
PATHS = (
    *("/", "/disclosures/", "/disclosures/?q=公车", "/disclosures/?q=行政运行", "/status/"),
    *("/compare/", "/functions/", "/functions/201/", "/data/", "/verify/", "/about/", "/feed.atom"),
    *("/sitemap.xml", "/api/v1/departments", "/api/v1/publications", "/nowhere/"),
    *(PUBLIC, f"{PUBLIC}v1/", f"{PUBLIC}disclosure.pdf", f"{PUBLIC}tables.xlsx"),
    *(f"{PUBLIC}data.json", f"{PUBLIC}tables/3.csv", f"{PUBLIC}bundle.zip", f"{PUBLIC}changes/"),
    *(f"{PUBLIC}figures/t3-2010301-2/", f"{PUBLIC}compare-years/"),
)


@dataclass
class Soak:
    """What is going on, and what came of it."""

    portal: Portal
    ends: float
    answers: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def goes_on(self) -> bool:
        """Whether the time is not over."""
        return time.monotonic() < self.ends

    def note(self, what: str, status: int) -> None:
        """Count an answer, and keep what failed."""
        with self.lock:
            self.answers[f"{what} {status}"] += 1
            if status >= 500:
                self.failures.append(f"{what}: {status}")

    def read(self, seed: int) -> None:
        """A reader who goes from page to page."""
        random = Random(seed)
        while self.goes_on:
            path = random.choice(PATHS)
            self.note("read", self.portal.get(quote(path, safe="/?=")).status)

    def enter(self, target: str, session: str, version: str, codes: list[str]) -> None:
        """A clerk who changes the same rows and saves them, again and again."""
        number, keys = 0, [f"n{code}" for code in codes]
        while self.goes_on and not self.failures:
            number += 1
            amount, source = f"{1000 + number}.25", FUNDING_SOURCES[0].name
            lines = zip(keys, codes, strict=True)
            rows = [[key, FUNCTION, code, source, "", amount] for key, code in lines]
            sent = {"version": version, "seen": [], "removed": [], "order": keys, "rows": rows}
            answer = self.portal.post(
                target, session, json.dumps(sent).encode(), "application/json"
            )
            self.note("save", answer.status)
            if answer.status != 200:
                self.failures.append(answer.text[:300])
                return
            said = json.loads(answer.text)
            version, keys = said["version"], [said["rows"][key][0] for key in keys]
            time.sleep(1)

    def look(self) -> None:
        """How much memory the workers hold."""
        while self.goes_on:
            self.memory.append(sum(map(resident, self.portal.workers())))
            time.sleep(EVERY)

    def growth(self) -> float:
        """The memory of the last fifth of the time against that of the second."""
        fifth = max(1, len(self.memory) // 5)
        early, late = self.memory[fifth : 2 * fifth], self.memory[-fifth:]
        return statistics.median(late) / statistics.median(early)


def resident(process: int) -> int:
    """Bytes of memory that a process and nobody else holds."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


@contextmanager
def publishing(acknowledged: Path, folder: Path) -> Iterator[None]:
    """A process that publishes correction after correction."""
    acknowledged.touch()
    command = [sys.executable, "-m", "tests.prove.publisher", "publish", str(acknowledged)]
    surroundings = {**environment(), "ARTEFACTS_DIR": str(folder), "LOG_LEVEL": "ERROR"}
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=surroundings) as process:
        yield
        assert process.poll() is None
        process.kill()


def checked(acknowledged: Path, folder: Path) -> str:
    """What the publisher's own check says."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.prove.publisher", "check", str(acknowledged)],
        cwd=settings.BASE_DIR,
        env={**environment(), "ARTEFACTS_DIR": str(folder), "LOG_LEVEL": "ERROR"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def unit(real_transactions: None, tmp_path: Path) -> Unit:  # noqa: ARG001 - others see it
    """A unit that begins its year, in a region that has published."""
    with override_settings(MEDIA_ROOT=tmp_path):
        call_command("load_region", DEPARTMENTS, pdfs=0, stdout=StringIO())
        sample.load()
        publish(sample.disclosures().get())
    return Unit.objects.filter(budgets=None).order_by("code")[:1].get()


def test_half_an_hour_of_everything(unit: Unit, tmp_path: Path) -> None:
    budget = Budget.objects.create(unit=unit, year=2026)
    session = desk_of(Appointment.Role.ENTRY, department=unit.department).cookies["sessionid"].value
    version = standing(LEDGER, budget).version
    codes = list(EconomicCode.objects.items(2026).order_by("code").values_list("code", flat=True))
    acknowledged = tmp_path / "acknowledged"

    with serving(tmp_path) as portal, publishing(acknowledged, tmp_path):
        soak = Soak(portal, time.monotonic() + MINUTES * 60)
        work: list[Callable[[], None]] = [
            *(lambda seed=seed: soak.read(seed) for seed in range(READERS)),
            lambda: soak.enter(page(Budget, "grid", budget.pk), session, version, codes[:LINES]),
            soak.look,
        ]
        threads = [threading.Thread(target=one) for one in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        deaths = portal.deaths
    found = checked(acknowledged, tmp_path)

    say(
        f"soak: {MINUTES:g} minutes, {dict(sorted(soak.answers.items()))}, {deaths} worker deaths,"
        f" {found}, memory {soak.memory[0] >> 20} → {soak.memory[-1] >> 20} MB,"
        f" {soak.growth():.2f} × from the second fifth to the last"
    )
    assert soak.failures == []
    assert "Traceback" not in portal.log.read_text(errors="replace")
    assert deaths == 0
    assert ", 0 lost, 0 faults" in found
    assert soak.answers["read 200"] > MINUTES * 60
    assert soak.answers["save 200"] > MINUTES * 6
    assert budget.line_items.count() == LINES
    assert soak.growth() <= GROWTH
