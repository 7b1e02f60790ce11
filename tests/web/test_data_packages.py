"""Open data: packages that describe themselves, made again byte for byte, and never stale."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import frictionless
import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client, override_settings
from pytest_django import DjangoAssertNumQueries

from disclosures.budget import snapshot
from disclosures.data_package.dictionary import RESOURCES
from disclosures.data_package.keeping import Package, build, build_missing, packages
from disclosures.models import Publication

from .library import CODE, another_department, next_version, read, texts, withdrawn

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]
ADDRESS = "/data/2026/653000.zip"


@pytest.fixture(autouse=True)
def _empty_store(tmp_path: Path) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def put_down(response: HttpResponseBase) -> None:
    """Close the file of an answer, and not the connection that the test reads with."""
    for close in response._resource_closers:  # type: ignore[attr-defined] # not in the stubs
        close()


def downloaded(path: str = ADDRESS) -> bytes:
    response = Client().get(path)
    assert response.status_code == 200
    content = response.getvalue()
    put_down(response)
    return content


def asked(path: str = ADDRESS, etag: str = "") -> tuple[int, str]:
    """The status and ETag of an answer that is not read."""
    response = Client().get(path, headers={"If-None-Match": etag})
    put_down(response)
    return response.status_code, response.headers.get("ETag", "")


def rows(content: bytes, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(f"data/{name}.csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def the(year: int = 2026, region: str = "653000") -> Package:
    (found,) = packages(year, region)
    return found


def test_a_package_is_valid_and_its_keys_hold(published: Publication, tmp_path: Path) -> None:
    next_version(published, "=更正\n说明，“引号”,")
    another_department(published, "653000302", "=阿图什市教育局", region="653000")
    file = tmp_path / "package.zip"
    file.write_bytes(downloaded())
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path / "unpacked")

    report = frictionless.validate(str(tmp_path / "unpacked" / "datapackage.json"))

    assert report.valid, report.flatten(["type", "note"])
    assert report.stats["tasks"] == len(RESOURCES)


def test_a_package_names_licence_types_keys_and_fiscal_meaning() -> None:
    with zipfile.ZipFile(io.BytesIO(downloaded())) as archive:
        described = json.loads(archive.read("datapackage.json"))

    assert described["profile"] == "tabular-data-package"
    assert "fiscal-data-package" in described["fiscalDataPackage"]
    assert described["licenses"] == [settings.DATA_LICENCE]
    lines = next(one for one in described["resources"] if one["name"] == "line_items")
    meanings = {field["name"]: field.get("columnType") for field in lines["schema"]["fields"]}
    assert meanings["amount_yuan"] == "value"
    assert meanings["functional_item"] == "functional-classification:generic:level3:code"
    assert lines["schema"]["foreignKeys"][0]["reference"]["resource"] == "publications"
    assert described["model"]["measures"]["amount"]["currency"] == "CNY"


def test_a_package_holds_every_line_and_figure_of_the_record(published: Publication) -> None:
    content = downloaded()
    document, _ = snapshot.read(published.snapshot)

    lines = rows(content, "line_items")
    cells = rows(content, "tables")

    assert [Decimal(row["amount_yuan"]) for row in lines] == [
        line.amount for line in document.line_items
    ]
    shown = [
        cell
        for statement in document.statements
        for row in statement.rows
        for cell in row.cells
        if isinstance(cell, Decimal) and cell
    ]
    assert [Decimal(row["amount_yuan"]) for row in cells] == shown
    total = next(row for row in cells if row["table"] == "3")
    assert (total["item"], total["heading"], total["amount_wan"]) == (
        "总计",
        "支出预算 / 合计",
        "490.16",
    )
    right = [row for row in cells if row["table"] == "1" and row["column"] == "4"]
    assert right[0]["item"].startswith("201")


def test_the_same_content_gives_the_same_bytes() -> None:
    first = downloaded()
    settings.MEDIA_ROOT.joinpath(the().path).unlink()

    assert downloaded() == first


def test_what_is_corrected_or_withdrawn_is_in_no_package_any_more(published: Publication) -> None:
    _, etag = asked()
    assert asked(etag=etag) == (304, etag)

    newer = next_version(published)

    assert asked(etag=etag)[0] == 200
    assert [row["version"] for row in rows(downloaded(), "publications")] == ["2"]
    kept = [file.name for file in settings.MEDIA_ROOT.joinpath("packages/2026/653000").iterdir()]
    assert kept == [f"{the().fingerprint}.zip"]

    withdrawn(newer)

    assert Client().get(ADDRESS).status_code == 404


@pytest.mark.parametrize("path", ["/data/1999/653000.zip", "/data/2026/999999.zip"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    unknown = Client().get("/departments/1/")

    answer = Client().get(path)

    assert (answer.status_code, answer.content) == (404, unknown.content)


def test_a_large_package_is_built_by_the_worker_and_never_by_a_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("disclosures.views.data.SMALL", 0)

    waiting = Client().get(ADDRESS)
    page = read("/data/").text_content()

    assert (waiting.status_code, waiting.headers["Retry-After"]) == (503, "600")
    assert "正在生成" in page
    assert the().size is None
    assert build_missing() == 1
    assert build_missing() == 0
    assert downloaded().startswith(b"PK")


def test_the_page_lists_packages_licence_and_every_column() -> None:
    build(the())

    root = read("/data/")

    assert "2026 年 " in texts(root, ".listing tbody th")[0]
    assert settings.DATA_LICENCE["title"] in root.text_content()
    named = texts(root, ".dictionary tbody th code")
    assert named == [field.name for resource in RESOURCES for field in resource.fields]


def test_the_number_of_queries_does_not_grow(
    published: Publication, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        read("/data/")
    for year in range(2019, 2026):
        another_department(published, f"65302{year}", f"部门{year}", year=year, region="653022")

    with django_assert_num_queries(1):
        read("/data/")
    with django_assert_num_queries(2):
        downloaded()
    with django_assert_num_queries(1):
        downloaded()
    assert CODE in {row["code"] for row in rows(downloaded(), "departments")}
