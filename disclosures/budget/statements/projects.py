"""Table 7: project expenditure of 一般公共预算 by unit, code and project."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from disclosures.budget.amounts import ZERO
from disclosures.budget.classification import Catalogue
from disclosures.budget.entries import Unit
from disclosures.budget.tree import Amounts, Totals, columned, rolled_up, split_code

from .form import (
    Heading,
    Row,
    Statement,
    amount_columns,
    code_columns,
    label,
    present,
    statement,
)

LEVELS = (3, 5, 7)
# The economic classes of columns 2 to 11, with the names that this table prints.
CLASSES = {
    "301": "工资福利支出",
    "302": "商品和服务支出",
    "303": "对个人和家庭的补助",
    "307": "债务利息及费用支出",
    "309": "资本性支出（基本建设）",
    "310": "资本性支出",
    "311": "对企业补助（基本建设）",
    "312": "对企业补助",
    "313": "对社会保障基金补助",
    "399": "其他支出",
}
WIDTH = len(CLASSES) + 1
ByProject = Mapping[str, Mapping[str, Amounts]]  # 项 -> project -> the table's columns
COLUMN_OF = {code: number for number, code in enumerate(CLASSES, 1)}


def general_project_expenditure(
    totals: Totals, catalogue: Catalogue, heading: Heading
) -> Statement:
    """Table 7: per unit a subtotal, below it 类, 款 and one row a (项, project)."""
    columns = (
        *code_columns(("科目编码",), "类", "款", "项"),
        label("功能分类科目名称"),
        label("项目名称"),
        *amount_columns(("项目支出合计",), *((name,) for name in CLASSES.values())),
    )
    rows = _rows(totals, catalogue, heading.units)
    use = "使用一般公共预算拨款安排的项目支出"
    return statement(7, "一般公共预算项目支出情况表", columns, rows, heading, use)


def _rows(totals: Totals, catalogue: Catalogue, units: Iterable[Unit]) -> Iterator[Row]:
    by_project = _columns_by_project(totals)
    whole = rolled_up(_by_function(by_project.values()), (), WIDTH)
    for node in whole:
        yield _row("total", 0, "", "总计", "", node.amounts)
    for unit in units:
        if unit.code in by_project:
            yield from _unit_rows(unit, by_project[unit.code], catalogue)


def _unit_rows(unit: Unit, projects: ByProject, catalogue: Catalogue) -> Iterator[Row]:
    for node in rolled_up(_by_function([projects]), LEVELS, WIDTH):
        if not node.level:
            yield _row(unit.code, 1, "", unit.name, "", node.amounts)
        elif node.level < len(LEVELS):
            key, name = f"{unit.code}-{node.code}", catalogue.function_name(node.code)
            yield _row(key, node.level + 1, node.code, name, "", node.amounts)
        else:
            yield from _project_rows(unit, node.code, projects[node.code], catalogue)


def _project_rows(
    unit: Unit, code: str, projects: Mapping[str, Amounts], catalogue: Catalogue
) -> Iterator[Row]:
    for number, (project, amounts) in enumerate(sorted(projects.items()), 1):
        if any(amounts):
            name = catalogue.function_name(code)
            yield _row(f"{unit.code}-{code}-{number}", 4, code, name, project, amounts)


def _row(key: str, level: int, code: str, name: str, project: str, amounts: Amounts) -> Row:
    return Row(key, level, (*split_code(code, LEVELS), name, project, *map(present, amounts)))


def _columns_by_project(totals: Totals) -> Mapping[str, ByProject]:
    units: dict[str, dict[str, dict[str, list[Decimal]]]] = {}
    for (unit, function, project, economic_class), amount in totals.projects.items():
        projects = units.setdefault(unit, {}).setdefault(function, {})
        columns = projects.setdefault(project, [ZERO] * WIDTH)
        columns[0] += amount
        if economic_class in COLUMN_OF:
            columns[COLUMN_OF[economic_class]] += amount
    return {
        unit: {
            function: {project: tuple(columns) for project, columns in projects.items()}
            for function, projects in functions.items()
        }
        for unit, functions in units.items()
    }


def _by_function(units: Iterable[ByProject]) -> Mapping[str, Amounts]:
    sums = (
        (function, (column,), amount)
        for functions in units
        for function, projects in functions.items()
        for amounts in projects.values()
        for column, amount in enumerate(amounts)
    )
    return columned(sums, WIDTH)
