"""Pages of the portal in a browser without a server between: what texts do there is noted."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import CharField, Model, TextField
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Dialog, Page, Route

from disclosures import index
from disclosures.budget import snapshot
from disclosures.models import Publication, User
from tests.admin.test_matrix import DESK, routes

ORIGIN = "http://testserver"
REGION = "653000"
# Signs that a field without a limit is given at once, and the longest text given.
ROOM = 4000
LONGEST = 80
# Reports of the policy are noted before any script of the page runs.
LISTEN = """addEventListener('securitypolicyviolation', event =>
  (window.reports ??= []).push(event.violatedDirective + ' ' + event.blockedURI))"""


@dataclass
class Watched:
    """A browser page whose requests the application answers itself."""

    page: Page
    client: Client
    faults: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    prepared: dict[str, HttpResponseBase] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Answer every request; note every dialogue."""
        self.page.add_init_script(LISTEN)
        self.page.route("**/*", self._answer)
        self.page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.faults.append("dialog")
        dialog.dismiss()

    def _answer(self, route: Route) -> None:
        url = route.request.url
        if not url.startswith(ORIGIN):
            self.outside.append(url)
            route.abort()
            return
        answer = self.prepared.get(url) or Client().get(url.removeprefix(ORIGIN))
        route.fulfill(
            status=answer.status_code,
            headers={name: str(value) for name, value in answer.headers.items()},
            body=answer.getvalue(),
        )

    def read(self, path: str) -> None:
        """Open a page, wait for it, and note what ran, what was reported and what was asked for."""
        # Playwright answers inside its loop, where Django has another connection.
        answer = self.client.get(path, follow=True)
        assert answer.status_code == 200, path
        self.show(path, answer)

    def show(self, path: str, answer: HttpResponseBase) -> None:
        """Open an answer as the page at a path."""
        self.prepared = {ORIGIN + path: answer}
        self.page.goto(ORIGIN + path)
        ran, reports = self.page.evaluate("[window.ran, window.reports]")
        if ran:
            self.faults.append(f"{path}: a text was executed")
        self.faults += [f"{path}: {one}" for one in reports or ()]
        self.faults += [f"{path}: asked for {one}" for one in self.outside]
        self.outside.clear()


# What a record holds for programs: codes, keys, kinds, days, hashes.
FOR_PROGRAMS = frozenset(
    (
        *("schema", "code", "kind", "published_on", "approved_on", "dated_on", "starts_on"),
        *("ends_on", "sha256_of_previous", "key", "column_kinds", "column_numbers", "styles"),
        *("columns", "yuan", "source", "unit", "functional_code", "economic_code", "number"),
        *("amount_yuan", "weight", "rule", "severity", "place", "funding_source"),
    )
)


def poisoned(value: Any, texts: Iterator[str], key: str = "") -> Any:  # noqa: ANN401 - JSON
    """A record with another text in every place where people read one."""
    if key == "marks":
        return [[] for _ in value]
    if isinstance(value, dict):
        return {name: poisoned(one, texts, name) for name, one in value.items()}
    if isinstance(value, list) and key not in FOR_PROGRAMS:
        return [poisoned(one, texts, key) for one in value]
    is_text = isinstance(value, str) and key not in FOR_PROGRAMS
    is_figure = key == "cells" and not re.search(r"[\u4e00-\u9fff]", str(value))
    return next(texts) if is_text and not is_figure else value


def published_with(publication: Publication, texts: Iterator[str], version: int) -> None:
    """A version of the publication that says these texts everywhere."""
    record = poisoned(json.loads(publication.snapshot), texts)
    record |= {"version": version, "sha256_of_previous": "0" * 64}
    text = json.dumps(record, ensure_ascii=False, sort_keys=True)
    version_of_texts = Publication.objects.create(
        disclosure=publication.disclosure,
        version=version,
        published_at=timezone.now(),
        published_by=publication.published_by,
        note=next(texts),
        total=publication.total,
        snapshot=text,
        sha256=sha256(text.encode()).hexdigest(),
        sha256_of_previous="0" * 64,
    )
    document, _ = snapshot.read(text)
    lines = (replace(one, project=one.project and one.project[:200]) for one in document.line_items)
    index.write(version_of_texts, replace(document, line_items=tuple(lines)))


def entered_with(texts: Iterator[str]) -> dict[str, list[str]]:
    """The texts in every text field of a row of each model: which of them each field took.

    A field takes as many as it has room for. The reader's own account is left as it is.
    """
    took: dict[str, list[str]] = {}
    for model in apps.get_app_config("disclosures").get_models():
        row = last_row(model)
        for column in model._meta.concrete_fields:
            if row is None or column.choices or not isinstance(column, CharField | TextField):
                continue
            some = fitting(texts, column.max_length or ROOM)
            rows = model._default_manager.filter(pk=row.pk)
            try:
                with transaction.atomic():
                    rows.update(**{column.name: " ".join(some)[: column.max_length or None]})
            except DatabaseError:
                continue  # a code, a hash, or published: the database takes no such text
            took[f"{model.__name__}.{column.name}"] = some
    return took


def fitting(texts: Iterator[str], room: int) -> list[str]:
    """The next texts that fit together, at least one."""
    some = [next(texts)]
    while len(" ".join(some)) + LONGEST < room:
        some.append(next(texts))
    return some


def last_row(model: type[Model]) -> Model | None:
    """The newest row, which lists and pages of the desk show; of people one who is not reading."""
    rows = model._default_manager.order_by("-pk")
    return (rows.filter(is_superuser=False) if model is User else rows).first()


def pages_of_the_desk(client: Client) -> list[str]:
    """Every address of the desk that shows its reader a row, by the newest rows."""
    models = {str(one._meta.model_name): one for one in apps.get_models()}
    found = []
    for route in routes():
        name = route.removeprefix(f"{DESK}disclosures/").partition("/")[0]
        row = last_row(models[name]) if name in models else None
        path = re.sub("<(int:key|path:object_id|id)>", str(row.pk if row else 0), f"/{route}")
        path = path.replace("<slug:code>", REGION).replace("<int:year>", "2026")
        if path.startswith(f"/{DESK}") and not re.search("[<(]|logout|session|/add/", path):
            found.append(path)
    return [path for path in found if is_page(client.get(path))]


def is_page(answer: HttpResponseBase) -> bool:
    """Whether a browser shows it."""
    kind = answer.headers.get("Content-Type", "")
    return answer.status_code == 200 and kind.startswith("text/html")
