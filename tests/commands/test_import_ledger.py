"""import_ledger: every row checked, then all of them or none."""

import csv
from decimal import Decimal
from io import StringIO
from pathlib import Path

import hypothesis
import pytest
from django.core.management import CommandError
from hypothesis import strategies as st

from disclosures.models import Budget, Department, EconomicCode, LineItem, Project, Unit
from tests.models import rows

from .running import printed

pytestmark = pytest.mark.django_db
HEADER = "year,functional_code,economic_code,funding_source,project,amount_yuan"
GENERAL = "一般公共预算（一般财力）"
GOOD = f"2026,2010301,30101,{GENERAL},,660851"

# Cells as they should be, beside whatever else a cell may hold.
LINES = st.tuples(
    *(
        st.just(good) | st.text(max_size=12)
        for good in ("2026", "2010301", "30101", GENERAL, "项目", "1.00")
    )
)


def as_file(lines: list[tuple[str, ...]]) -> bytes:
    """The lines under the header, quoted as a spreadsheet does."""
    text = StringIO()
    csv.writer(text).writerows((HEADER.split(","), *lines))
    return text.getvalue().encode()


@pytest.fixture
def department() -> Department:
    """A department whose year has codes."""
    rows.a_catalogue(2026)
    return rows.a_department()


@pytest.fixture
def unit(department: Department) -> Unit:
    """The department's only unit."""
    return rows.a_unit(department)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a test writes its ledger."""
    return tmp_path / "ledger.csv"


def write(file: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8") -> None:
    file.write_text("\n".join((header, *lines)) + "\n", encoding=encoding)


def taken(file: Path, department: Department, *options: str) -> str:
    return printed("import_ledger", file, "--department", department.code, "--year", 2026, *options)


def ledger(budget: Budget) -> set[tuple[str, str, str, str | None, Decimal]]:
    """The lines of a budget as they were written in a file."""
    found = budget.line_items.values_list(
        "functional__code", "economic__code", "source", "project__name", "amount"
    )
    return set(found)


def test_the_lines_of_the_year_are_taken_in(file: Path, department: Department, unit: Unit) -> None:
    write(
        file,
        GOOD,
        f"2026,2080505,30101,{GENERAL},,-0.01",
        '2026,［2010301］,30201 办公费,其他收入,工作经费,"200,000.5"',
        f"2025,9999999,99999,{GENERAL},,nonsense of another year",
    )

    said = taken(file, department)

    assert said == (
        "已导入 2026 年收支明细（年度预算）3 条，合计 860,851.49 元，"
        "涉及预算单位 1 个，新建项目 1 个。\n"
    )
    assert ledger(unit.budgets.get(year=2026, role="budget")) == {
        ("2010301", "30101", "general", None, Decimal("660851.00")),
        ("2080505", "30101", "general", None, Decimal("-0.01")),
        ("2010301", "30201", "other", "工作经费", Decimal("200000.50")),
    }


def test_a_comparison_ledger_is_kept_apart(file: Path, department: Department, unit: Unit) -> None:
    write(file, GOOD)

    said = taken(file, department, "--comparison")

    assert "上年对比数" in said
    assert [budget.role for budget in unit.budgets.all()] == ["comparison"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_files_of_chinese_spreadsheets_are_read(
    file: Path, department: Department, unit: Unit, encoding: str
) -> None:
    write(file, GOOD, encoding=encoding)

    taken(file, department)

    assert unit.budgets.get().line_items.get().source == "general"


def test_a_second_import_replaces_lines_and_keeps_what_is_written_of_projects(
    file: Path, department: Department, unit: Unit
) -> None:
    write(file, GOOD, "2026,2010301,30201,其他收入,工作经费,1")
    taken(file, department)
    Project.objects.update(policy_basis="《批复》")
    write(file, "2026,2010301,30201,其他收入,工作经费,2", "2026,2010301,30201,其他收入,新项目,3")

    said = taken(file, department)

    assert "新建项目 1 个" in said
    assert {line[-1] for line in ledger(unit.budgets.get())} == {Decimal(2), Decimal(3)}
    assert Project.objects.get(name="工作经费").policy_basis == "《批复》"


def test_units_are_told_apart_by_their_code_and_others_keep_their_lines(
    file: Path, department: Department
) -> None:
    first, second = rows.a_unit(department, 1), rows.a_unit(department, 2)
    kept = rows.a_line(rows.a_budget(second), "5.00")
    write(file, f"{first.code},{GOOD}", header=f"unit,{HEADER}")

    taken(file, department)

    assert LineItem.objects.filter(budget__unit=first).count() == 1
    assert LineItem.objects.get(budget__unit=second) == kept


FAULTY = (
    (f"2026,20103,30101,{GENERAL},,1", "functional_code | 20103 | 不是功能分类项级编码"),
    (
        f"2026,2010303,30101,{GENERAL},,1",
        "functional_code | 2010303 | 本年度没有此功能分类项级编码 | 更正编码，同级的有 2010301",
    ),
    (f"2026,2010301,301,{GENERAL},,1", "economic_code | 301 | 不是部门经济分类款级编码"),
    (f"2026,2010301,39999,{GENERAL},,1", "economic_code | 39999 | 本年度没有"),
    (
        "2026,2010301,30101,一般公共预算,,1",
        f"funding_source | 一般公共预算 | 不是规定的资金来源 | 改为下列之一：{GENERAL}",
    ),
    (f"2026,2080505,30101,{GENERAL},,1.005", "amount_yuan | 1.005 | 金额不足一分的部分无法入账"),
    (f"2026,2080505,30201,{GENERAL},,1e5", "amount_yuan | 1e5 | 不是数字"),
    (f"2026,2010302,30101,{GENERAL},,", "amount_yuan |  | “金额”不能为空 | 填写金额"),
    (f'2026,2010302,30201,{GENERAL},,"1,00"', "amount_yuan | 1,00 | 不是数字"),
    (f"2026,2010302,30231,{GENERAL},,100000000000000", "金额达到 100 万亿元"),
    (
        f"2026,2010301,30101,{GENERAL},{'长' * 121},1",
        "project | " + "长" * 60 + "… | 有 121 字，超过 120 字",
    ),
    (f"26,2010301,30101,{GENERAL},,1", "year | 26 | 不是四位年份"),
    (f"2026,2010301,30101,{GENERAL},1", "有 5 列，表头有 6 列"),
    (GOOD, "第 3 行与第 2 行的单位、科目、资金来源和项目都相同"),
)


@pytest.mark.parametrize(("line", "message"), FAULTY)
def test_a_faulty_row_is_named_and_nothing_is_taken_in(
    file: Path, department: Department, unit: Unit, line: str, message: str
) -> None:
    write(file, GOOD, line)

    with pytest.raises(CommandError) as caught:
        taken(file, department)

    first, _, report = str(caught.value).partition("\n")
    assert first == "共 1 处错误，未导入任何数据："
    assert "第 3 行" in report
    assert message in report
    assert not unit.budgets.exists()


@pytest.mark.usefixtures("unit")
@hypothesis.settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
@hypothesis.given(content=st.binary() | st.lists(LINES).map(as_file))
def test_whatever_a_file_holds_it_is_taken_in_or_refused(
    file: Path, department: Department, content: bytes
) -> None:
    file.write_bytes(content)
    before = LineItem.objects.count()

    try:
        said = taken(file, department)
    except CommandError:
        assert LineItem.objects.count() == before
    else:
        assert f"收支明细（年度预算）{LineItem.objects.count()} 条" in said


def test_every_faulty_row_is_reported_at_once(
    file: Path, department: Department, unit: Unit
) -> None:
    write(file, *(line for line, _ in FAULTY[:8]))

    with pytest.raises(CommandError, match="共 8 处错误") as caught:
        taken(file, department)

    assert all(message in str(caught.value) for _, message in FAULTY[:8])
    assert not unit.budgets.exists()


@pytest.mark.usefixtures("unit")
def test_a_refused_import_leaves_the_ledger_as_it_was(file: Path, department: Department) -> None:
    write(file, GOOD)
    taken(file, department)
    write(file, f"2026,2010301,30101,{GENERAL},,2", f"2026,2010301,30201,{GENERAL},,x")

    with pytest.raises(CommandError):
        taken(file, department)

    assert LineItem.objects.get().amount == Decimal(660851)


def test_with_several_units_every_row_must_name_one(file: Path, department: Department) -> None:
    first, _ = rows.a_unit(department, 1), rows.a_unit(department, 2)
    write(file, GOOD)

    with pytest.raises(CommandError, match="本部门有 2 个预算单位") as caught:
        taken(file, department)

    assert first.code in str(caught.value)


@pytest.mark.usefixtures("unit")
def test_a_unit_of_another_department_is_refused(file: Path, department: Department) -> None:
    other = rows.a_unit(rows.a_department("653000302"))
    write(file, f"{other.code},{GOOD}", header=f"unit,{HEADER}")

    with pytest.raises(CommandError, match="不是本部门预算单位的编码"):
        taken(file, department)


@pytest.mark.usefixtures("unit")
def test_a_file_without_the_year_or_its_columns_is_refused(
    file: Path, department: Department
) -> None:
    write(file, f"2025,2010301,30101,{GENERAL},,1")
    with pytest.raises(CommandError, match="文件中没有 2026 年的行"):
        taken(file, department)

    file.write_text("year,amount_yuan\n2026,1\n")
    with pytest.raises(CommandError, match="文件缺少列：functional_code、economic_code"):
        taken(file, department)


def test_a_missing_department_unit_or_catalogue_is_said(file: Path, department: Department) -> None:
    write(file, GOOD)
    with pytest.raises(CommandError, match="没有编码为 0 的部门"):
        printed("import_ledger", file, "--department", "0", "--year", 2026)
    with pytest.raises(CommandError, match="还没有预算单位"):
        taken(file, department)

    EconomicCode.objects.all().delete()
    with pytest.raises(CommandError, match="2026 年没有收支分类科目，请先用 load_codes 导入"):
        taken(file, department)


def test_a_line_marked_secret_stays_so_when_its_ledger_is_imported_anew(
    unit: Unit, file: Path
) -> None:
    budget = rows.a_budget(unit)
    rows.a_line(budget, "1.00", is_secret=True, secrecy_ground="第 3 条")
    project = Project.objects.create(budget=budget, name="专项", is_secret=True)
    write(file, GOOD, f"2026,2010301,30201,{GENERAL},专项,5")

    printed("import_ledger", file, "--department", unit.department.code, "--year", "2026")

    lines = LineItem.objects.order_by("economic__code")
    assert [(one.is_secret, one.secrecy_ground) for one in lines] == [
        (True, "第 3 条"),
        (False, ""),
    ]
    assert lines[0].amount == Decimal(660851)
    assert Project.objects.get().pk == project.pk
    assert Project.objects.get().is_secret
