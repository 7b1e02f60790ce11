"""The structure of the document: one element each, and every cell with its right heads."""

import pytest
from page import ValidationProfile, validate_pdf_bytes

from disclosures.presentation import Presentation
from disclosures.tables import StatementTable

from .printed import Printed, squeezed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("profile", [ValidationProfile.PDF_A_3A, ValidationProfile.PDF_UA_1])
@pytest.mark.parametrize("document", ["printed", "hard"])
def test_what_it_claims_holds(
    document: str, profile: ValidationProfile, request: pytest.FixtureRequest
) -> None:
    report = validate_pdf_bytes(request.getfixturevalue(document).content, profile=profile)

    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.rules.total > 100


@pytest.mark.parametrize("number", range(1, 12))
@pytest.mark.parametrize(("document", "shown"), [("printed", "published"), ("hard", "draft")])
def test_every_cell_of_a_table_says_what_it_shows_and_what_names_it(
    document: str, shown: str, number: int, request: pytest.FixtureRequest
) -> None:
    presentation: Presentation = request.getfixturevalue(shown)
    read: Printed = request.getfixturevalue(document)
    table = presentation.tables[number - 1]
    # Worked out from the statement itself: the path of each column, the name of each row.
    paths = [tuple(map(squeezed, leaf.path)) for leaf in table.leaves]

    lines = read.table_lines(number)[len(table.header) + table.is_numbered :]

    assert [[read.told(cell) for cell in line] for line in lines] == [
        [squeezed(cell) for cell in record.cells] for record in table.data
    ]
    for line, record in zip(lines, table.data, strict=True):
        for column, cell in enumerate(line):
            named = [read.told(head) for head in read.heads(cell)]
            assert named == [*_row_name(table, record.cells, column), *paths[column]]


def _row_name(table: StatementTable, cells: tuple[str, ...], column: int) -> list[str]:
    """The name that a cell belongs to: the one next before it; a code's stands behind it."""
    if table.leaves[column].is_name and cells[column]:
        return []
    names = [place for place, leaf in enumerate(table.leaves) if leaf.is_name and cells[place]]
    before = [place for place in names if place < column]
    if before:
        return [squeezed(cells[before[-1]])]
    return [squeezed(cells[names[0]])] if names and cells[column] else []


@pytest.mark.parametrize("document", ["printed", "hard"])
def test_a_table_that_runs_over_sheets_is_one_table(
    document: str, request: pytest.FixtureRequest
) -> None:
    read: Printed = request.getfixturevalue(document)

    tables = read.tags("Table")
    groups = [[str(kid.S) for kid in table.K if "/S" in kid] for table in tables]

    assert len(read.tags("Caption")) == 11
    assert all(kinds.count("/THead") <= 1 and kinds.count("/TBody") == 1 for kinds in groups)
    assert all(kinds[0] == "/Caption" for kinds in groups[:11])


def test_it_is_read_in_the_order_of_its_parts(printed: Printed, published: Presentation) -> None:
    told = [printed.told(tag) for tag in printed.tags("H1", "H2", "H3", "H4")]
    parts = [
        squeezed(entry.number + entry.title)
        for part in published.contents
        for entry in (part, *part.children)
    ]
    order = [heading for heading in told if heading in parts]

    assert told[0] == squeezed(published.title)
    assert order == parts


def test_what_only_repeats_is_not_read(printed: Printed) -> None:
    document = printed.told(printed.file.Root.StructTreeRoot.K[0])

    assert "（续）" not in document
    assert "—1—" not in document
    assert document.count("目录") == 1


def test_every_head_is_found_by_its_name(printed: Printed) -> None:
    listed = printed.file.Root.StructTreeRoot.IDTree.Names
    names = [str(name) for name in list(listed)[::2]]

    assert names == sorted(names)
    assert {str(tag.ID) for tag in printed.tags("TH")} == set(names)
