"""Each table beside the ledger it comes from."""

import pytest

from disclosures.budget.classification import FUNDING_SOURCES, UnknownCodeError

from .ledgers import GENERAL, HEAD, SCHOOL, document, line, shown

FUND = "政府性基金收入"
CAPITAL = "国有资本经营收入"


def test_table_1_lists_every_source_and_all_29_classes() -> None:
    lines = [
        line("2010301", "30101", f"{number}0000.00", source.name)
        for number, source in enumerate(FUNDING_SOURCES, 1)
    ]

    rows = shown(document(*lines).statements[0])

    assert rows[:6] == [
        "一、本年收入|78.00|201 一般公共服务支出|153.00",
        "1. 一般公共预算拨款|3.00|202 外交支出|",
        "其中：一般财力|1.00|203 国防支出|",
        "上级一般公共预算安排转移支付|2.00|204 公共安全支出|",
        "2. 政府性基金预算拨款|7.00|205 教育支出|",
        "其中：政府性基金收入|3.00|206 科学技术支出|",
    ]
    assert [row.split("|")[:2] for row in rows[6:25]] == [
        ["上级政府性基金安排转移支付", "4.00"],
        ["3. 国有资本经营预算拨款", "11.00"],
        ["其中：国有资本经营收入", "5.00"],
        ["上级国有资本经营预算安排转移支付", "6.00"],
        ["4. 财政专户核拨", "7.00"],
        ["5. 单位资金", "50.00"],
        ["其中：事业收入", "8.00"],
        ["上级补助收入", "9.00"],
        ["附属单位上缴收入", "10.00"],
        ["事业单位经营收入", "11.00"],
        ["其他收入", "12.00"],
        ["二、上年结转结余", "75.00"],
        ["1. 财政拨款结转", "42.00"],
        ["其中：一般公共预算拨款", "13.00"],
        ["政府性基金预算拨款", "14.00"],
        ["国有资本经营预算拨款", "15.00"],
        ["2. 非财政拨款结转结余", "33.00"],
        ["其中：财政专户核拨", "16.00"],
        ["单位资金", "17.00"],
    ]
    assert rows[28] == "||233 债务发行费用支出|"
    assert rows[29] == "收入总计|153.00|支出总计|153.00"


def test_table_2_puts_each_source_in_its_column() -> None:
    lines = [
        line("2010301", "30101", f"{number}0000.00", source.name)
        for number, source in enumerate(FUNDING_SOURCES, 1)
    ]

    total = shown(document(*lines).statements[1])[0].split("|")

    assert total[:4] == ["", "", "", "总计"]
    assert total[4:] == [
        *("153.00", "21.00", "1.00", "2.00", "3.00", "4.00"),
        *("5.00", "6.00", "7.00", "50.00", "42.00", "33.00"),
    ]


def test_table_3_shows_subtotals_at_every_level_in_code_order() -> None:
    of = document(
        line("2210201", "30113", "30000.00"),
        line("2010301", "30101", "10000.00"),
        line("2010302", "30201", "20000.00", project="维修"),
    )

    assert shown(of.statements[2]) == [
        "|||总计|6.00|4.00|2.00",
        "201|||一般公共服务支出|3.00|1.00|2.00",
        "201|03||政府办公厅（室）及相关机构事务|3.00|1.00|2.00",
        "201|03|01|行政运行|1.00|1.00|",
        "201|03|02|一般行政管理事务|2.00||2.00",
        "221|||住房保障支出|3.00|3.00|",
        "221|02||住房改革支出|3.00|3.00|",
        "221|02|01|住房公积金|3.00|3.00|",
    ]


def test_table_4_sets_funds_against_classes() -> None:
    of = document(
        line("2010301", "30101", "10000.00"),
        line("2120801", "31009", "20000.00", FUND, "征地"),
        line("2230105", "31201", "30000.00", CAPITAL, "注资"),
        line("2010301", "30101", "990000.00", "其他收入"),
    )

    rows = shown(of.statements[3])

    assert rows[0] == "一、财政拨款（补助）|6.00|201 一般公共服务支出|1.00|1.00||"
    assert [row.split("|")[:2] for row in rows[1:4]] == [
        ["一般公共预算", "1.00"],
        ["政府性基金预算", "2.00"],
        ["国有资本经营预算", "3.00"],
    ]
    assert rows[11] == "||212 城乡社区支出|2.00||2.00|"
    assert rows[-1] == "收入总计|6.00|支出总计|6.00|1.00|2.00|3.00"


def test_table_5_counts_transfers_from_above_but_no_carry_over() -> None:
    of = document(
        line("2010301", "30101", "10000.00"),
        line("2010301", "30201", "20000.00", "上级一般公共预算安排转移支付", "培训"),
        line("2010301", "30201", "40000.00", "一般公共预算拨款结转", "培训"),
    )

    assert shown(of.statements[4])[0] == "|||总计|3.00|1.00|2.00"


def test_table_6_splits_basic_expenditure_by_economic_class() -> None:
    of = document(
        line("2010301", "30101", "10000.00"),
        line("2010301", "30201", "20000.00"),
        line("2080501", "30302", "30000.00"),
        line("2010301", "31002", "40000.00"),
        line("2010301", "30201", "990000.00", project="不算"),
    )

    assert shown(of.statements[5]) == [
        "||总计|10.00|4.00|6.00",
        "301||工资福利支出|1.00|1.00|",
        "301|01|基本工资|1.00|1.00|",
        "302||商品和服务支出|2.00||2.00",
        "302|01|办公费|2.00||2.00",
        "303||对个人和家庭的补助|3.00|3.00|",
        "303|02|退休费|3.00|3.00|",
        "310||资本性支出|4.00||4.00",
        "310|02|办公设备购置|4.00||4.00",
    ]


def test_table_7_groups_projects_by_unit_and_code() -> None:
    of = document(
        line("2050201", "30201", "10000.00", project="教研", unit=SCHOOL.code),
        line("2050201", "31003", "20000.00", project="设备", unit=SCHOOL.code),
        line("2010301", "39999", "30000.00", project="教研"),
    )

    rows = shown(of.statements[6])

    assert rows[0] == "|||总计||6.00||1.00||||2.00||||3.00"
    assert [row.split("|")[:6] for row in rows[1:]] == [
        ["", "", "", HEAD.name, "", "3.00"],
        ["201", "", "", "一般公共服务支出", "", "3.00"],
        ["201", "03", "", "政府办公厅（室）及相关机构事务", "", "3.00"],
        ["201", "03", "01", "行政运行", "教研", "3.00"],
        ["", "", "", SCHOOL.name, "", "3.00"],
        ["205", "", "", "教育支出", "", "3.00"],
        ["205", "02", "", "普通教育", "", "3.00"],
        ["205", "02", "01", "学前教育", "教研", "1.00"],
        ["205", "02", "01", "学前教育", "设备", "2.00"],
    ]


@pytest.mark.parametrize(("number", "source"), [(8, FUND), (9, CAPITAL)])
def test_tables_8_and_9_split_basic_expenditure_of_their_fund(number: int, source: str) -> None:
    of = document(
        line("2120801", "30101", "10000.00", source),
        line("2120801", "30201", "20000.00", source),
        line("2120801", "30201", "30000.00", source, "征地"),
        line("2010301", "30101", "990000.00"),
    )

    assert shown(of.statements[number - 1])[0] == "|||总计|6.00|1.00|2.00|3.00"


def test_table_10_counts_basic_and_project_money_of_the_year() -> None:
    of = document(
        line("2010301", "30212", "10000.00"),
        line("2010301", "30217", "20000.00", FUND, "接待"),
        line("2010301", "31013", "30000.00", project="购车"),
        line("2010301", "30231", "40000.00"),
        line("2010301", "30231", "990000.00", "其他收入"),
        line("2010301", "30231", "990000.00", "一般公共预算拨款结转"),
    )

    assert shown(of.statements[9]) == [
        "合计|10.00|8.00|2.00|",
        "因公出国（境）费|1.00|1.00||",
        "公务接待费|2.00||2.00|",
        "公务用车购置及运行费（小计）|7.00|7.00||",
        "其中：公务用车购置费|3.00|3.00||",
        "公务用车运行费|4.00|4.00||",
    ]


def test_table_11_shows_carried_over_money_only() -> None:
    of = document(
        line("2010301", "30101", "10000.00", "一般公共预算拨款结转"),
        line("2010301", "30201", "20000.00", "政府性基金预算拨款结转"),
        line("2010301", "30201", "30000.00", "国有资本经营预算拨款结转", "修缮"),
        line("2050201", "30101", "40000.00", "财政专户核拨结转结余"),
        line("2050201", "30201", "50000.00", "单位资金结转结余", "修缮"),
        line("2050201", "30201", "990000.00"),
    )

    assert shown(of.statements[10]) == [
        "合计|15.00|6.00|1.00|2.00|3.00|9.00|4.00||5.00",
        "行政运行|6.00|6.00|1.00|2.00|3.00||||",
        "学前教育|9.00|||||9.00|4.00||5.00",
    ]


def test_an_empty_table_has_no_rows_but_says_so() -> None:
    of = document(line("2010301", "30101", "10000.00"))

    notes = {table.number: table.note for table in of.statements if table.note}

    assert sorted(notes) == [7, 8, 9, 10, 11]
    assert notes[8] == (
        "某局 2026 年没有使用政府性基金预算拨款安排的支出，政府性基金预算支出情况表为空表。"
    )
    assert notes[11] == "某局 2026 年没有上年结转结余预算安排的支出，上年结转结余情况明细表为空表。"
    assert all(not of.statements[number - 1].rows for number in notes)


def test_a_ledger_without_lines_gives_eleven_empty_tables() -> None:
    assert all(table.note and not table.rows for table in document().statements)


def test_lines_that_cancel_out_keep_the_columns_where_they_do_not() -> None:
    of = document(
        line("2010301", "30101", "10000.00"),
        line("2010301", "30201", "-10000.00", project="冲减"),
    )

    assert shown(of.statements[2])[0] == "|||总计||1.00|-1.00"


def test_a_code_that_the_catalogue_lacks_is_named() -> None:
    with pytest.raises(UnknownCodeError, match="299"):
        document(line("2990101", "30101", "10000.00"))


def test_the_source_of_a_line_is_one_of_the_seventeen() -> None:
    assert len(FUNDING_SOURCES) == 17
    assert GENERAL in {source.name for source in FUNDING_SOURCES}
