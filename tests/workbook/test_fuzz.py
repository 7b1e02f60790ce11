"""Whatever a file holds: a plan or a refusal in words, and nothing written."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosures.models import Budget, LineItem, Staffing
from disclosures.workbook.application import apply
from disclosures.workbook.difference import plan
from disclosures.workbook.refusal import RefusedError
from disclosures.workbook.writing import export

from .books import packed

pytestmark = pytest.mark.django_db
FUZZED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TRICKY = st.sampled_from(
    [
        "=1+1",
        "NaN",
        "1e308",
        "-1",
        "9" * 30,
        "１２",
        "\N{MINUS SIGN}5",
        "﹣5",
        "2026-02-30",
        "²",
        "٣",
    ]
)
CELLS = st.text(max_size=20) | TRICKY | st.sampled_from(["2010301", "30101", "其他收入", "5.00"])


def taken_or_refused(budget: Budget, filename: str, content: bytes) -> None:
    """Import; what is not taken in leaves everything as it was."""
    before = list(LineItem.objects.values_list("pk"))
    reason = ""
    try:
        made = plan(budget, filename, content)
        assert list(LineItem.objects.values_list("pk")) == before
        apply(made)
    except RefusedError as refused:
        reason = str(refused)
    if reason:
        assert any("一" <= letter <= "鿿" for letter in reason)
        assert list(LineItem.objects.values_list("pk")) == before


@FUZZED
@given(st.data())
def test_any_bytes_changed_in_a_workbook(budget: Budget, data: st.DataObject) -> None:
    Staffing.objects.get_or_create(budget=budget)
    content = bytearray(export(budget))
    for _ in range(data.draw(st.integers(1, 20))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))

    taken_or_refused(budget, "a.xlsx", bytes(content))


@FUZZED
@given(st.data())
def test_any_xml_changed_in_a_workbook(budget: Budget, data: st.DataObject) -> None:
    Staffing.objects.get_or_create(budget=budget)
    with zipfile.ZipFile(io.BytesIO(export(budget))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    content = parts[name]
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 60)))
    new = data.draw(st.sampled_from([b"", b"<", b"&", b'"', b"\0", b"-1", b"99999999999", b"<f/>"]))
    parts[name] = content[:start] + new + content[end:]

    taken_or_refused(budget, "a.xlsx", packed(parts))


@settings(FUZZED, max_examples=100)
@given(st.lists(st.lists(CELLS, min_size=5, max_size=6), max_size=6), st.booleans())
def test_any_cells_of_a_flat_ledger(
    budget: Budget, cells: list[list[str]], has_header: bool
) -> None:
    header = ["功能科目编码", "经济科目编码", "资金来源", "项目名称", "金额（元）"]
    rows = [header, *cells] if has_header else cells
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)

    taken_or_refused(budget, "a.csv", text.encode(errors="replace"))


@FUZZED
@given(st.binary(max_size=300), st.sampled_from(["a.xlsx", "a.csv", "a", "a.xls"]))
def test_any_bytes_at_all(budget: Budget, content: bytes, filename: str) -> None:
    taken_or_refused(budget, filename, content)
    taken_or_refused(budget, filename, b"PK\x03\x04" + content)
