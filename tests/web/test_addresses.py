"""Addresses that people bookmark: what each answers, and what all refuse alike."""

import json
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client
from pypdf import PdfReader

from disclosures.models import Department, Disclosure, Publication, Region, Unit

from .library import CODE, PAGE, UNIT_CODE, next_version, unit_s_own

pytestmark = pytest.mark.usefixtures("published")
ARTEFACTS = (
    "disclosure.pdf",
    "tables.xlsx",
    "data.json",
    "changes.json",
    "tables/1.csv",
    "tables/11.csv",
)
MISSING = (
    "/departments/999999/",
    "/departments/999999/2026/",
    f"/departments/{CODE}/1999/",
    f"{PAGE}v2/",
    f"{PAGE}v99999999999999999999/",
    f"{PAGE}v2/data.json",
    f"{PAGE}v2/changes/",
    f"{PAGE}tables/0.csv",
    f"{PAGE}tables/12.csv",
    f"/departments/{CODE}/2026/?kind=unit",
    "/departments/653000777/",
    "/departments/653000777/2026/",
    "/departments/653000777/2026/disclosure.pdf",
    "/departments/653000777/2026/data.json",
    "/departments/653000777/2026/tables/3.csv",
    "/departments/653000777/2026/changes/",
    "/departments/653000777/2026/changes.json",
    "/compares/",
    "/nowhere",
)


@pytest.fixture
def unpublished(db: None) -> Disclosure:  # noqa: ARG001 - it writes
    """A disclosure that nobody has published."""
    department = Department.objects.create(
        region=Region.objects.get(code="653000"), code="653000777", name="尚未公开的部门"
    )
    return Disclosure.objects.create(department=department, year=2026)


@pytest.mark.parametrize("path", MISSING)
@pytest.mark.usefixtures("unpublished")
def test_unknown_and_unpublished_answer_alike(path: str) -> None:
    unknown = Client().get("/departments/1/2026/")

    answer = Client().get(path)

    assert answer.status_code == unknown.status_code == 404
    assert answer.content == unknown.content
    assert dict(answer.headers) == dict(unknown.headers)


def test_a_code_with_a_nul_is_not_found() -> None:
    assert Client().get("/departments/65%00/2026/").status_code == 404


def test_the_record_is_served_byte_for_byte(published: Publication) -> None:
    response = Client().get(f"{PAGE}data.json")

    assert response.content == published.snapshot.encode()
    assert response.headers["Content-Type"] == "application/json"
    assert json.loads(response.content)["department"]["code"] == CODE


def test_the_pdf_is_served_as_stored(published: Publication) -> None:
    response = Client().get(f"{PAGE}disclosure.pdf")

    artefact = published.artefacts.get(name="disclosure.pdf")
    assert response.content.startswith(b"%PDF")
    assert len(response.content) == artefact.size
    assert response.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("name", "filename"),
    [
        ("disclosure.pdf", "2026 年部门预算公开.pdf"),
        ("data.json", "2026 年部门预算公开.json"),
        ("tables/3.csv", "2026 年部门预算公开-表3.csv"),
    ],
)
def test_a_file_is_named_in_chinese(published: Publication, name: str, filename: str) -> None:
    disposition = Client().get(PAGE + name).headers["Content-Disposition"]

    assert "filename*=utf-8''" in disposition
    assert unquote(disposition).endswith(f"{published.disclosure.name} {filename}")


@pytest.mark.parametrize("name", ["", "changes/", *ARTEFACTS])
def test_who_has_the_current_bytes_gets_304(name: str) -> None:
    first = Client().get(PAGE + name)

    again = Client().get(PAGE + name, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("name", ["", "changes/", *ARTEFACTS])
def test_nothing_of_a_version_is_shown_without_asking_for_it_may_be_withdrawn(name: str) -> None:
    response = Client().get(f"{PAGE}v1/{name}")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.django_db
def test_a_correction_changes_what_is_current_and_keeps_what_was(published: Publication) -> None:
    before = Client().get(PAGE)
    earlier = Client().get(f"{PAGE}v1/data.json").content

    correction = next_version(published)

    after = Client().get(PAGE, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert Client().get(f"{PAGE}data.json").content == correction.snapshot.encode()
    assert Client().get(f"{PAGE}v1/data.json").content == earlier


@pytest.mark.django_db
def test_the_page_of_a_version_is_sent_anew_when_a_newer_one_appears(
    published: Publication,
) -> None:
    before = Client().get(f"{PAGE}v1/")
    next_version(published)

    after = Client().get(f"{PAGE}v1/", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200


@pytest.mark.django_db
def test_a_unit_with_the_code_of_its_department_is_reached_by_its_kind(
    published: Publication,
) -> None:
    Unit.objects.filter(code=UNIT_CODE).update(code=CODE)
    own = unit_s_own(published, Unit.objects.get(code=CODE))

    of_department = Client().get(f"{PAGE}data.json")
    of_unit = Client().get(f"{PAGE}data.json?kind=unit")

    assert of_department.content == published.snapshot.encode()
    assert of_unit.content == own.snapshot.encode()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/disclosures/",
        f"/departments/{CODE}/",
        PAGE,
        f"{PAGE}v1/",
        f"{PAGE}changes/",
        *(PAGE + name for name in ARTEFACTS),
        "/healthz",
        "/readyz",
        "/nowhere",
    ],
)
def test_a_reader_gets_no_cookie_and_every_protection(path: str) -> None:
    response = Client().get(path)

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/disclosures/", PAGE, f"{PAGE}data.json", "/healthz"])
def test_nothing_public_is_written_to(path: str) -> None:
    assert Client().post(path).status_code == 405


def test_a_head_request_is_answered_without_a_body() -> None:
    response = Client().head(f"{PAGE}disclosure.pdf")

    assert response.status_code == 200
    assert response.content == b""


def test_the_portal_bears_the_name_it_is_given() -> None:
    assert settings.PORTAL_NAME in Client().get("/").content.decode()


def test_the_pdf_carries_the_files_that_are_served() -> None:
    served = {
        name: Client().get(f"{PAGE}v1/{name}").content for name in ("data.json", "tables.xlsx")
    }
    document = PdfReader(BytesIO(Client().get(f"{PAGE}v1/disclosure.pdf").content))

    assert {name: content for name, (content,) in document.attachments.items()} == served
