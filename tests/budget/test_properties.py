"""What holds for any ledger whatever."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosures.budget.checks import check
from disclosures.budget.classification import FUNDING_SOURCES
from disclosures.budget.document import Document, compose
from disclosures.budget.entries import LineItem

from .ledgers import HEAD, SCHOOL, catalogue, submission

ITEMS = [code for code in catalogue().functional if len(code) == 7]
BASIC = [c for c in catalogue().economic if len(c) == 5 and c[:3] in {"301", "302", "303", "310"}]
ANY = [code for code in catalogue().economic if len(code) == 5]

amounts = st.decimals(Decimal("-1e6"), Decimal("1e12"), places=2)


@st.composite
def line_items(draw: st.DrawFn) -> LineItem:
    project = draw(st.sampled_from([None, "甲", "乙"]))
    return LineItem(
        draw(st.sampled_from([HEAD.code, SCHOOL.code])),
        draw(st.sampled_from(ITEMS)),
        draw(st.sampled_from(ANY if project else BASIC)),
        draw(st.sampled_from(FUNDING_SOURCES)),
        project,
        draw(amounts),
    )


ledgers = st.lists(line_items(), max_size=30)


def of(*lines: LineItem) -> Document:
    return compose(submission(*lines))


@settings(deadline=None)
@given(ledgers)
def test_tables_agree_with_each_other_and_units_add_up(lines: list[LineItem]) -> None:
    entered = submission(*lines)

    found = [
        item
        for item in check(entered, compose(entered))
        if item.rule.startswith("T") and item.severity == "error"
    ]

    # 三公 may exceed its fund only where negative lines pull the fund below it.
    assert [item for item in found if item.rule != "T10" or "大于" not in item.message] == []


@settings(deadline=None)
@given(ledgers)
def test_the_total_is_the_sum_of_the_lines_and_income_is_expenditure(lines: list[LineItem]) -> None:
    first = of(*lines).statements[0]
    whole = sum((line.amount for line in lines), Decimal(0))

    if first.rows:
        _, income, _, expenditure = first.rows[-1].cells
        assert (income or 0) == (expenditure or 0) == whole
    else:
        assert whole == 0


@settings(deadline=None)
@given(ledgers, st.randoms())
def test_the_order_of_lines_does_not_matter(lines: list[LineItem], random: object) -> None:
    shuffled = lines.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis's own random.Random

    assert of(*shuffled).statements == of(*lines).statements
    assert of(*shuffled).sections == of(*lines).sections


@settings(deadline=None)
@given(ledgers)
def test_every_shown_figure_is_the_exact_sum_rounded_half_up(lines: list[LineItem]) -> None:
    for table in of(*lines).statements:
        for row in table.rows:
            for value, shown in zip(row.cells, row.shown, strict=True):
                if isinstance(value, Decimal):
                    exact = (value / 10000).quantize(Decimal("0.01"), ROUND_HALF_UP)
                    assert Decimal(shown.replace(",", "")) == exact


@settings(deadline=None)
@given(ledgers)
def test_a_department_is_the_sum_of_its_units(lines: list[LineItem]) -> None:
    whole = _cells(of(*lines))
    parts: dict[tuple[int, str, int], Decimal] = {}
    for unit in (HEAD, SCHOOL):
        own = submission(*(line for line in lines if line.unit == unit.code), units=(unit,))
        for place, value in _cells(compose(own)).items():
            parts[place] = parts.get(place, Decimal(0)) + value

    assert whole == {place: value for place, value in parts.items() if value}


def _cells(document: Document) -> dict[tuple[int, str, int], Decimal]:
    return {
        (table.number, row.key, at): value
        for table in document.statements
        for row in table.rows
        for at, value in enumerate(row.cells)
        if isinstance(value, Decimal) and value
    }
