"""The sentences: every rule of the text beside the ledgers that call for it."""

from datetime import date
from decimal import Decimal

from disclosures.budget.classification import FUNDING_SOURCES
from disclosures.budget.entries import Assets, Indicator, Procurement, Project, Staffing, Vehicles
from disclosures.budget.narrative.numerals import numeral

from .ledgers import HEAD, SCHOOL, document, line, text

FUND = "政府性基金收入"


def test_section_1_lists_sources_and_classes_that_have_money() -> None:
    of = document(
        line("2210201", "30113", "10000.00"),
        line("2010301", "30101", "20000.00", "财政专户核拨（教育收费）"),
        line("2010301", "30101", "30000.00", "单位资金结转结余"),
    )

    assert text(of, 1) == [
        (
            "按照全口径预算的原则，某局 2026 年所有收入和支出均纳入部门预算管理。"
            "收支总预算 6.00 万元。"
        ),
        "收入预算包括：一般公共预算、财政专户（教育收费）、非财政拨款结转结余。",
        "支出预算包括：一般公共服务支出、住房保障支出。",
    ]


def test_section_2_gives_every_group_its_share_and_change() -> None:
    explained = {"income/general": "人员增加。", "income/own": "经营收入减少"}
    of = document(
        line("2010301", "30101", "30000.00"),
        line("2010301", "30101", "10000.00", "其他收入"),
        last=(
            line("2010301", "30101", "20000.00"),
            line("2010301", "30101", "40000.00", "其他收入"),
        ),
        explanations=explained,
    )

    assert text(of, 2) == [
        "某局部门收入预算 4.00 万元，其中：",
        (
            "一般公共预算 3.00 万元，占 75.00%，比上年预算增加 1.00 万元，增长 50.00%，"
            "主要原因是人员增加。"
        ),
        "上级一般公共预算安排的转移支付资金未安排。",
        "政府性基金预算未安排。",
        "上级政府性基金安排的转移支付资金未安排。",
        "国有资本经营预算未安排。",
        "上级国有资本经营预算安排的转移支付资金未安排。",
        (
            "单位资金 1.00 万元，占 25.00%，比上年预算减少 3.00 万元，下降 75.00%，"
            "主要原因是经营收入减少。"
        ),
    ]


def test_a_source_that_only_last_year_had_does_not_vanish_silently() -> None:
    of = document(
        line("2010301", "30101", "30000.00"), last=(line("2120801", "31009", "20000.00", FUND),)
    )

    assert (
        "政府性基金预算未安排，比上年预算减少 2.00 万元，下降 100.00%，主要原因是【待填】。"
        in text(of, 2)
    )
    assert text(of, 8) == [
        "某局 2026 年没有使用政府性基金预算拨款安排的支出，政府性基金预算支出情况表为空表。",
        "（一）政府性基金预算当年拨款规模变化情况",
        "某局 2026 年政府性基金预算拨款合计 0.00 万元，其中：",
        "基本支出 0.00 万元，比上年预算减少 2.00 万元，下降 100.00%，主要原因是【待填】。",
        "项目支出 0.00 万元，比上年预算增加 0.00 万元，增长 0.00%，主要原因是【待填】。",
        "（二）政府性基金预算当年拨款具体使用情况",
        (
            "1、城乡社区支出（类）国有土地使用权出让收入安排的支出（款）征地和拆迁补偿支出（项）："
            "2026 年预算数为 0.00 万元，比上年预算减少 2.00 万元，下降 100.00%，"
            "主要原因是【待填】。"
        ),
    ]


def test_no_section_holds_an_empty_paragraph_where_a_fund_cancels_out() -> None:
    of = document(
        line("2120801", "30101", "20000.00", FUND),
        line("2120801", "31009", "-20000.00", FUND, "冲减"),
    )

    assert of.statements[7].rows
    assert all(paragraph for number in range(1, 13) for paragraph in text(of, number))


def test_all_ten_groups_are_told_in_the_order_of_table_2() -> None:
    lines = [line("2010301", "30101", "10000.00", source.name) for source in FUNDING_SOURCES]

    told = [sentence.split(" ")[0] for sentence in text(document(*lines), 2)[1:]]

    assert told == [
        "一般公共预算",
        "上级一般公共预算安排的转移支付资金",
        "政府性基金预算",
        "上级政府性基金安排的转移支付资金",
        "国有资本经营预算",
        "上级国有资本经营预算安排的转移支付资金",
        "财政专户（教育收费）",
        "单位资金",
        "财政拨款结转",
        "非财政拨款结转结余",
    ]


def test_section_4_names_the_funds_that_are_there_and_those_that_are_not() -> None:
    general = line("2010301", "30101", "10000.00")
    fund = line("2120801", "31009", "20000.00", FUND)
    capital = line("2230105", "31201", "30000.00", "国有资本经营收入", "注资")

    assert text(document(general), 4)[1] == (
        "收入全部为一般公共预算拨款，无政府性基金预算拨款和国有资本经营预算。"
    )
    assert text(document(general, fund), 4)[1:3] == [
        "收入包括一般公共预算拨款和政府性基金预算拨款，无国有资本经营预算。",
        "收入预算包括：一般公共预算拨款 1.00 万元、政府性基金预算拨款 2.00 万元。",
    ]
    assert text(document(general, fund, capital), 4)[1] == (
        "收入包括一般公共预算拨款、政府性基金预算拨款和国有资本经营预算拨款。"
    )
    assert text(document(), 4)[1].endswith("财政拨款收支预算总体情况表为空表。")


def test_section_4_states_the_use_of_each_class() -> None:
    of = document(
        line("2010301", "30101", "10000.00"),
        line("2210201", "30113", "20000.00"),
        explanations={"use/general/201": "人员工资", "use/general/221": "缴存公积金。"},
    )

    assert text(of, 4)[-1] == (
        "一般公共预算支出包括：一般公共服务支出 1.00 万元，主要用于人员工资；"
        "住房保障支出 2.00 万元，主要用于缴存公积金。"
    )


def test_section_5_compares_every_item_of_either_year_in_code_order() -> None:
    of = document(
        line("2210201", "30113", "20000.00"),
        line("2010302", "30201", "10000.00", project="维修"),
        last=(line("2010101", "30101", "6649.00"), line("2210201", "30113", "20000.00")),
    )

    items = text(of, 5)[8:]

    assert [item.split("比上年")[0] for item in items] == [
        "1、一般公共服务支出（类）人大事务（款）行政运行（项）：2026 年预算数为 0.00 万元，",
        (
            "2、一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）一般行政管理事务（项）："
            "2026 年预算数为 1.00 万元，"
        ),
        "3、住房保障支出（类）住房改革支出（款）住房公积金（项）：2026 年预算数为 2.00 万元，",
    ]
    assert [item.split("比上年预算")[1].split("，主要")[0] for item in items] == [
        "减少 0.66 万元，下降 100.00%",
        "增加 1.00 万元，增长 100.00%",
        "增加 0.00 万元，增长 0.00%",
    ]


def test_section_6_lists_the_economic_items_that_have_money() -> None:
    of = document(
        line("2010301", "30103", "10000.00"),
        line("2080501", "30302", "20000.00"),
        line("2010301", "30101", "30000.00"),
    )

    assert text(of, 6) == [
        "某局 2026 年一般公共预算基本支出 6.00 万元，其中：",
        "人员经费 6.00 万元，主要包括：基本工资、奖金、退休费。",
        "公用经费 0.00 万元。",
    ]


def test_section_7_describes_each_project_of_each_unit() -> None:
    of = document(
        line("2010301", "30201", "10000.00", project="工作经费"),
        line("2050201", "30201", "20000.00", project="工作经费", unit=SCHOOL.code),
        line("2050201", "30201", "30000.00", "其他收入", project="食堂", unit=SCHOOL.code),
        projects=(
            Project(
                HEAD.code,
                "工作经费",
                policy_basis="《年初预算批复》。",
                undertaken_by="办公室",
                allocation="用于办公。",
                starts_on=date(2026, 1, 1),
                ends_on=date(2026, 12, 31),
            ),
        ),
    )

    assert text(of, 7) == [
        "（一）项目名称：工作经费",
        "设立的政策依据：《年初预算批复》。",
        "预算安排规模：1.00 万元",
        "项目承担单位：办公室",
        "资金分配情况：用于办公。",
        "资金执行时间：2026 年 1 月至 2026 年 12 月",
        "（二）项目名称：工作经费",
        "设立的政策依据：【待填】",
        "预算安排规模：2.00 万元",
        "项目承担单位：某局学校",
        "资金分配情况：【待填】",
        "资金执行时间：【待填】至 【待填】",
    ]


def test_section_10_says_itself_that_nothing_was_planned_in_either_year() -> None:
    of = document(
        line("2010301", "30231", "10000.00"),
        last=(line("2010301", "30231", "20000.00"),),
        explanations={"three_public/vehicle_operation": "报废一辆公车"},
    )

    assert text(of, 10) == [
        (
            "某局 2026 年财政拨款“三公”经费数为 1.00 万元，其中：因公出国（境）费 0.00 万元，"
            "公务用车购置费 0.00 万元，公务用车运行费 1.00 万元，公务接待费 0.00 万元。"
        ),
        (
            "2026 年财政拨款“三公”经费预算比上年预算减少 1.00 万元，下降 50.00%，其中："
            "因公出国（境）费增加 0.00 万元，增长 0.00%，"
            "主要原因是 2025 年与 2026 年均未安排因公出国（境）费用；"
            "公务用车购置费增加 0.00 万元，增长 0.00%，"
            "主要原因是 2025 年与 2026 年均未安排公务用车购置；"
            "公务用车运行费减少 1.00 万元，下降 50.00%，主要原因是报废一辆公车；"
            "公务接待费增加 0.00 万元，增长 0.00%，"
            "主要原因是 2025 年与 2026 年均未安排公务接待费。"
        ),
    ]


def test_section_11_splits_carried_over_money() -> None:
    of = document(
        line("2010301", "30101", "10000.00", "一般公共预算拨款结转"),
        line("2010301", "30201", "20000.00", "单位资金结转结余", "修缮"),
    )

    assert text(of, 11) == [
        (
            "某局 2026 年上年结转结余预算安排的支出 3.00 万元，其中：财政拨款结转 1.00 万元"
            "（基本支出 1.00 万元，项目支出 0.00 万元）；非财政拨款结转结余 2.00 万元"
            "（基本支出 0.00 万元，项目支出 2.00 万元）。"
        )
    ]


def test_section_12_states_procurement_assets_and_vehicles() -> None:
    assets = Assets(
        as_of=date(2025, 6, 30),
        house_area=Decimal("59523.19"),
        house_value=Decimal("28839600.00"),
        vehicles=(
            Vehicles("一般公务用车", 2, Decimal("300000.00")),
            Vehicles("其他车辆", 0, Decimal("0.00")),
        ),
        equipment_over_500k=3,
        planned_equipment_over_1m=1,
    )
    procurement = Procurement(Decimal("10000.00"), Decimal("20000.00"), Decimal("30000.00"))
    told = text(
        document(
            line("2010301", "31013", "180000.00", project="购车"),
            assets=assets,
            procurement=procurement,
            other_matters="第一件。\n第二件。",
        ),
        12,
    )

    assert (
        "2026 年，某局政府采购预算 6.00 万元，其中：政府采购货物预算 1.00 万元，"
        "政府采购工程预算 2.00 万元，政府采购服务预算 3.00 万元。" in told
    )
    assert "截至 2025 年 6 月 30 日，某局占用使用国有资产总体情况为：" in told
    assert "1. 房屋 59,523.19 平方米，价值 2,883.96 万元。" in told
    assert (
        "2. 车辆 2 辆，价值 30.00 万元；其中：一般公务用车 2 辆，价值 30.00 万元；"
        "其他车辆 0 辆，价值 0.00 万元。" in told
    )
    assert (
        "2026 年部门预算安排购置车辆经费 18.00 万元，安排购置 50 万元以上大型设备 0 台，"
        "单位价值 100 万元以上大型设备 1 台。" in told
    )
    assert told[-2:] == ["第一件。", "第二件。"]


def test_section_12_counts_projects_and_their_money() -> None:
    of = document(
        line("2010301", "30201", "10000.00", project="甲"),
        line("2010301", "30201", "20000.00", "一般公共预算拨款结转", "乙"),
        line("2010301", "30201", "40000.00", "其他收入", "乙"),
    )

    assert (
        "2026 年，本部门预算绩效管理整体预算绩效目标 1 个，涉及预算金额 7.00 万元；"
        "当年预算安排项目共 2 个，其中：财政拨款项目涉及预算金额 3.00 万元；"
        "非财政拨款项目涉及预算金额 4.00 万元。具体情况见下表：" in text(of, 12)
    )
    assert [dict(target.fields).get("年度预算总额（万元）") for target in of.targets] == [
        None,
        "6.00",
        "1.00",
    ]


def test_a_blank_line_among_the_other_matters_says_nothing() -> None:
    of = document(line("2010301", "30101", "1.00"), other_matters="\n第一件。\n \n第二件。\n")

    assert text(of, 12)[-3:] == ["（五）其他需说明的事项", "第一件。", "第二件。"]


def test_a_target_table_prints_its_indicators() -> None:
    indicator = Indicator(
        "产出指标",
        "数量指标",
        "次数",
        ">=3 次",
        "计划标准",
        Decimal("7.50"),
        "2 次",
        "按比例",
        "台账",
    )
    of = document(
        line("2010301", "30201", "10000.00", project="甲"),
        projects=(Project(HEAD.code, "甲", goal="做好", indicators=(indicator,)),),
    )

    assert of.targets[1].rows == (
        ("产出指标", "数量指标", "次数", ">=3 次", "计划标准", "2 次", "7.5", "按比例", "台账"),
    )


def test_the_overview_names_units_offices_and_people() -> None:
    staffing = Staffing(posts=14, active=6, retired=5, veteran=1, retired_change=-1)
    of = document(staffing=staffing, offices=("办公室", "财务科"))

    assert [paragraph.text for paragraph in of.organisation] == [
        "某局下属预算单位 1 个，分别是：某局学校，下设 2 个科室，分别是：办公室、财务科。",
        (
            "某局编制数 14，实有人数 12 人，其中：在职 6 人，增加 0 人；退休 5 人，减少 1 人；"
            "离休 1 人，增加 0 人。"
        ),
    ]


def test_a_unit_speaks_of_itself_as_unit() -> None:
    of = document(line("2010301", "30101", "10000.00"), kind="unit", units=(HEAD,))

    assert "均纳入单位预算管理" in text(of, 1)[0]
    assert text(of, 12)[-1] == "本单位无其他需说明事项。"
    assert "无下属预算单位" in of.organisation[0].text


def test_headings_count_in_chinese() -> None:
    numbers = (1, 10, 11, 20, 21, 100, 101, 110, 119, 230, 999, 1000, 1001, 1010, 2345, 10000)

    assert [numeral(number) for number in numbers] == [
        *("一", "十", "十一", "二十", "二十一"),
        *("一百", "一百零一", "一百一十", "一百一十九", "二百三十", "九百九十九"),
        *("一千", "一千零一", "一千零一十", "二千三百四十五", "10000"),
    ]
