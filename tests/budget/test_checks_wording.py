"""Placeholders, years, names and punctuation in what staff typed."""

from dataclasses import replace

import pytest

from disclosures.budget.checks import check
from disclosures.budget.document import compose
from disclosures.budget.entries import Term

from .findings import changed, explained, found, with_project
from .ledgers import line, submission
from .reference import reference


@pytest.mark.parametrize(
    "words",
    [
        "因XX工作需要增加预算安排",
        "拨付××单位的补助经费增加",
        "新增ＸＸＸ项目支出较上年多",
        "待填，请业务科室补充说明",
        "本年【待填】较上年增加较多",
        "安排{项目名称}的资金增加",
        "本年预算增加（减少）的金额",
        "增加，主要原因是。请补充",
    ],
)
def test_n3_a_placeholder_that_staff_left_is_found(words: str) -> None:
    (finding,) = found("N3", explained("general/2080505", words))

    assert (finding.severity, finding.place) == ("error", "s五/14/general/2080505")


@pytest.mark.parametrize(
    "words",
    ["采购 XXL 号工作服增加", "扩建后面积为 3×5 米", "增加（含调入）人员两名", "x 光机购置增加"],
)
def test_n3_is_silent_on_what_only_looks_like_one(words: str) -> None:
    assert found("N3", explained("general/2080505", words)) == []


def test_n3_a_placeholder_that_the_document_left_is_found() -> None:
    entered = submission(line("2010301", "30201", "10000.00", project="维修"))

    places = [finding.place for finding in found("N3", entered)]

    assert places == ["s七/2", "s七/5", "s七/6", "s十二/7"]


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("2024年与2026年均未安排公务接待费", "2024 年"),
        ("２０２４ 年已安排，本年不再安排", "2024 年"),
        ("2023-2024年度累计安排的资金", "2023 年、2024 年"),
    ],
)
def test_n4_another_year_in_a_reason_is_found(words: str, years: str) -> None:
    findings = found("N4", explained("three_public/reception", words))

    (finding,) = (one for one in findings if one.place.endswith("three_public/reception"))
    assert finding.severity == "warning"
    assert f"提到 {years}，" in finding.message


@pytest.mark.parametrize(
    "words",
    [
        "2025 年与 2026 年均未安排接待",
        "截至 2024 年底在职人员减少",
        "按《自治区 2021 年度公务接待标准》执行",
        "根据财预〔2016〕143号执行有关规定",
        "接待费 2024 元全部予以压减",
    ],
)
def test_n4_is_silent_on_years_that_may_stand(words: str) -> None:
    findings = found("N4", explained("three_public/reception", words))

    assert [one for one in findings if one.place.endswith("three_public/reception")] == []


def test_n4_is_silent_on_the_policy_basis() -> None:
    entered = with_project(policy_basis="2019 年州政府第 3 次常务会议纪要。", indicators=())

    assert found("N4", entered) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("医疗卫生与计划生育支出", "卫生健康支出"),
        ("国土海洋气象等支出", "自然资源海洋气象等支出"),
        ("文化体育与传媒支出", "文化旅游体育与传媒支出"),
        ("资源勘探信息等支出", "资源勘探工业信息等支出"),
    ],
)
def test_n6_an_old_class_name_is_found_with_the_new_one(old: str, new: str) -> None:
    (finding,) = found("N6", changed(other_matters=f"本年用于{old}的资金增加。"))

    assert (finding.severity, finding.place) == ("error", "other_matters")
    assert f"“{old}”，请改为“{new}”" in finding.message


@pytest.mark.parametrize(
    "words",
    ["公共医疗卫生支出增加。", "《医疗卫生与计划生育支出管理办法》。", "卫生健康支出增加。"],
)
def test_n6_is_silent_on_other_words(words: str) -> None:
    assert found("N6", changed(other_matters=words)) == []


def test_n6_a_name_that_is_not_the_registered_one_is_found() -> None:
    (finding,) = found("N6", with_project(undertaken_by="驻乌鲁木齐办事处"))

    assert finding.severity == "error"
    assert f"请改为“{reference().name}”" in finding.message
    assert found("N6", with_project(undertaken_by=reference().name)) == []
    assert found("N6", with_project(undertaken_by="州财政局、州住建局")) == []


def test_n6_a_document_under_another_name_is_found() -> None:
    entered = reference()
    document = replace(compose(entered), name="驻乌办")

    (finding,) = (one for one in check(entered, document) if one.rule == "N6")

    assert "驻乌办" in finding.message
    assert entered.name in finding.message


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("做好保障工作。。", "标点重复"),
        ("做好保障工作，，服务基层。", "标点重复"),
        ("做好保障工作,服务基层。", "半角标点"),
        ("做好保障(含应急)工作。", "半角标点"),
        ("做好保障（含应急工作。", "（ 没有成对"),
        ("做好“窗口工作。", "“ 没有成对"),
        ("贯彻落实预算法》。", "》 没有成对"),
        ("做好保障（含应急)工作。", "没有成对"),
        ("做好保障工作", "缺少句号"),
    ],
)
def test_n7_punctuation_that_is_wrong_is_found(words: str, fault: str) -> None:
    (finding,) = found("N7", changed(duties=(words,)))

    assert (finding.severity, finding.place) == ("warning", "duties/1")
    assert fault in finding.message


@pytest.mark.parametrize(
    "words",
    [
        "发挥“窗口”作用，落实《预算法》（含条例）……。",
        "工作如下：1）做好保障；2）服务基层。",
        "占地 1,234.50 平方米，开放时间 8:30-17:30。",
        "协调“三公”（含接待）等工作；",
    ],
)
def test_n7_is_silent_on_good_punctuation(words: str) -> None:
    assert found("N7", changed(duties=(words,))) == []


def test_n7_asks_no_full_stop_of_a_phrase_but_of_a_definition() -> None:
    term = Term("流动党员", "指外出务工的党员")

    places = [one.place for one in found("N7", changed(duties=(), terms=(term,)))]

    assert places == ["terms/1"]
