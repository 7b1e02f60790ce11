"""Two years side by side: what moved, what came, what went."""

from disclosures.budget.amounts import Change
from disclosures.budget.comparison import restated
from disclosures.budget.document import Document
from disclosures.budget.years import YearTable, side_by_side

from .ledgers import document, line
from .moves import moved

THIS = document(
    line("2010301", "30101", "100.00"), line("2010302", "30201", "30.00", project="维修")
)
LAST = document(
    line("2010301", "30101", "80.00"), line("2010399", "30201", "20.00", project="会议")
)


def table(number: int, of: tuple[YearTable, ...]) -> YearTable:
    return next(one for one in of if one.number == number)


def named(rows: YearTable) -> dict[str, list[Change]]:
    return {row.name: [cell.change for cell in row.cells] for row in rows.rows}


def compared(this: Document, last: Document) -> tuple[YearTable, ...]:
    return side_by_side(this, last, restated(last.line_items, this.reclassifications))


def test_a_row_of_either_year_stands_with_both_amounts() -> None:
    rows = named(table(3, compared(THIS, LAST)))

    assert [str(one.last_year) for one in rows["总计"]] == ["100.00", "80.00", "20.00"]
    assert str(rows["2010302 一般行政管理事务"][0].difference) == "30.00"
    gone = rows["2010399 其他政府办公厅（室）及相关机构事务支出"][0]
    assert (str(gone.this_year), str(gone.last_year)) == ("0.00", "20.00")


def test_only_an_amount_of_this_year_leads_to_its_place() -> None:
    rows = {row.name: row.cells[0].place for row in table(3, compared(THIS, LAST)).rows}

    there = rows["2010302 一般行政管理事务"]
    assert there is not None
    assert there.address == "t3-2010302-1"
    assert rows["2010399 其他政府办公厅（室）及相关机构事务支出"] is None


def test_what_was_reclassified_is_compared_under_its_new_code() -> None:
    before, after = line("2010399", "30101", "20.00"), line("2010301", "30101", "20.00")
    this = document(
        line("2010301", "30101", "100.00"),
        last=(line("2010301", "30101", "80.00"), before),
        reclassifications=(moved(before, after),),
    )
    last = document(line("2010301", "30101", "80.00"), before)

    rows = named(table(3, compared(this, last)))

    assert [str(one.last_year) for one in rows["2010301 行政运行"]] == ["100.00", "100.00"]
    assert "2010399 其他政府办公厅（室）及相关机构事务支出" not in rows
