"""How statements become tables: grouped headers and indents."""

from disclosures.budget.document import Document
from disclosures.budget.statements.form import amount_columns, code_columns, label
from disclosures.headings import header_rows
from disclosures.models import Publication
from disclosures.tables import StatementTable

from .library import document_of

COLUMNS = (
    *code_columns(("科目", "编码"), "类", "款", "项"),
    label("科目", "名称"),
    *amount_columns(
        ("支出", "合计"), ("支出", "基本支出", "人员经费"), ("支出", "基本支出", "公用经费")
    ),
)


def table(document: Document, number: int) -> StatementTable:
    return StatementTable(document.statements[number - 1], document.name)


def test_a_heading_spans_all_columns_that_share_its_path() -> None:
    spans = [
        [(cell.text, cell.colspan, cell.rowspan) for cell in row] for row in header_rows(COLUMNS)
    ]

    assert spans == [
        [("科目", 4, 1), ("支出", 3, 1)],
        [("编码", 3, 1), ("名称", 1, 2), ("合计", 1, 2), ("基本支出", 2, 1)],
        [("类", 1, 1), ("款", 1, 1), ("项", 1, 1), ("人员经费", 1, 1), ("公用经费", 1, 1)],
    ]


def test_the_header_covers_every_place_of_its_grid_once() -> None:
    rows = header_rows(COLUMNS)

    area = sum(cell.colspan * cell.rowspan for row in rows for cell in row)

    assert area == len(rows) * len(COLUMNS)


def test_headings_say_whether_they_head_a_column_or_a_group() -> None:
    scopes = {cell.text: cell.scope for row in header_rows(COLUMNS) for cell in row}

    assert scopes["科目"] == scopes["基本支出"] == "colgroup"
    assert scopes["名称"] == scopes["类"] == scopes["人员经费"] == "col"


def test_codes_and_the_first_name_are_held_and_amounts_are_not() -> None:
    holds = {cell.text: cell.hold for row in header_rows(COLUMNS) for cell in row}

    assert holds == {
        "科目": "codes",
        "编码": "codes",
        "类": "code-1",
        "款": "code-2",
        "项": "code-3",
        "名称": "name",
        "支出": "",
        "合计": "",
        "基本支出": "",
        "人员经费": "",
        "公用经费": "",
    }


def test_the_income_tree_is_indented_by_its_marks(published: Publication) -> None:
    records = [row.record for row in table(document_of(published), 1).rows]

    indents = {record.cells[0]: record.indent for record in records}

    assert indents["一、本年收入"] == 0
    assert indents["1. 一般公共预算拨款"] == 1
    assert indents["其中：一般财力"] == 2
    assert indents["上级一般公共预算安排转移支付"] == 3
    assert indents["收入总计"] == 0


def test_funds_stand_one_step_below_fiscal_money(published: Publication) -> None:
    records = [row.record for row in table(document_of(published), 4).rows]

    indents = {record.cells[0]: record.indent for record in records}

    assert indents["一、财政拨款（补助）"] == 0
    assert indents["政府性基金预算"] == 1
