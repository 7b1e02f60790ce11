"""One line of JSON for each request, and figures for whoever bears the token."""

import json
import logging
import sys

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django.fixtures import Settings

from budget_portal.journal import JsonLine
from disclosures.models import User

pytestmark = pytest.mark.django_db


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """What the operator would read of the requests."""
    formatter = JsonLine()
    return [json.loads(formatter.format(record)) for record in caplog.records]


def test_a_request_is_told_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "portal.request"):
        Client().get("/disclosures/?q=张三")

    (line,) = lines(caplog)
    assert (line["method"], line["path"], line["status"]) == ("GET", "/disclosures/", 200)
    assert line["view"] == "disclosures:list"
    assert line["user"] == ""
    assert "张三" not in json.dumps(line, ensure_ascii=False)


def test_a_person_of_the_desk_is_named(caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    client.force_login(User.objects.create(username="luru"))

    with caplog.at_level(logging.INFO, "portal.request"):
        client.get("/admin/session/")

    assert [line["user"] for line in lines(caplog)] == ["luru"]


@pytest.mark.parametrize(
    ("behind_proxy", "given", "kept"),
    [(True, "a1b2c3d4-e5f6", True), (False, "a1b2c3d4-e5f6", False), (True, "x y" * 9, False)],
)
def test_the_number_of_a_request_is_taken_from_the_trusted_proxy_only(
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    behind_proxy: bool,
    given: str,
    kept: bool,
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLine())
    log = logging.getLogger("portal.request")
    log.addHandler(handler)
    log.setLevel(logging.INFO)

    try:
        Client(headers={"X-Request-ID": given}).get("/healthz")
    finally:
        log.removeHandler(handler)
        log.setLevel(logging.WARNING)

    number = json.loads(capsys.readouterr().out)["request_id"]
    assert (number == given) is kept
    assert len(number) >= 13


def test_a_failure_stands_in_one_line_with_its_traceback() -> None:
    try:
        raise ValueError("坏数")
    except ValueError as error:
        facts = (type(error), error, error.__traceback__)
        record = logging.makeLogRecord({"msg": "失败", "levelname": "ERROR", "exc_info": facts})

    line = json.loads(JsonLine().format(record))

    assert line["message"] == "失败"
    assert "ValueError: 坏数" in line["traceback"]


def test_figures_are_for_who_bears_the_token(settings: Settings) -> None:
    settings.METRICS_TOKEN = "token"
    Client().get("/healthz")

    told = Client(headers={"Authorization": "Bearer token"}).get("/metrics")

    families = {one.name: one for one in text_string_to_metric_families(told.content.decode())}
    counted = [one for one in families["portal_requests"].samples if one.name.endswith("_total")]
    assert any(one.labels["view"] == "disclosures:healthz" and one.value for one in counted)
    assert {"portal_published_versions", "portal_jobs", "portal_request_seconds"} <= set(families)


@pytest.mark.parametrize("token", ["", "token"])
def test_without_the_token_there_is_no_such_address(settings: Settings, token: str) -> None:
    settings.METRICS_TOKEN = token

    for authorization in ("", "Bearer ", "Bearer false", "Bearer 假"):
        refused = Client(headers={"Authorization": authorization}).get("/metrics")
        assert refused.status_code == 404
