"""load_codes: a year's codes from a file, all of them or none."""

from pathlib import Path

import pytest
from django.core.management import CommandError

from disclosures.management.sample import CODE_LISTS
from disclosures.models import EconomicCode, FunctionalCode

from .running import printed

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a test writes its list."""
    return tmp_path / "codes.csv"


def test_the_official_lists_are_loaded_and_recognised() -> None:
    functional, economic = CODE_LISTS

    said = printed("load_codes", functional, "--year", 2026)
    printed("load_codes", economic, "--year", 2026)

    assert said == "已导入 2026 年支出功能分类科目：新增 1500 个，更新 0 个。\n"
    assert FunctionalCode.objects.get(year=2026, code="2010301").name == "行政运行"
    assert FunctionalCode.objects.get(year=2026, code="223").fund == "state_capital"
    assert FunctionalCode.objects.get(year=2026, code="20101").status == "older_list"
    assert EconomicCode.objects.filter(year=2026).count() == 109
    three_public = EconomicCode.objects.exclude(three_public=None).order_by("code")
    assert dict(three_public.values_list("code", "three_public")) == {
        "30212": "OVERSEAS",
        "30217": "RECEPTION",
        "30231": "VEHICLE_OPERATION",
        "31013": "VEHICLE_PURCHASE",
    }


def test_a_second_list_updates_names_and_adds_codes(file: Path) -> None:
    file.write_text("code,name,status\n302,商品和服务支出,published\n30217,招待费,unconfirmed\n")
    printed("load_codes", file, "--year", 2026)
    EconomicCode.objects.filter(code="302").update(three_public="RECEPTION")
    file.write_text(
        "code,name,status\n302,商品和服务支出,published\n"
        "30217,公务接待费,public list\n30231,公务用车运行维护费,published\n"
    )

    said = printed("load_codes", file, "--year", 2026)

    assert said == "已导入 2026 年部门预算支出经济分类科目：新增 1 个，更新 2 个。\n"
    changed = EconomicCode.objects.get(code="30217")
    assert (changed.name, changed.status) == ("公务接待费", "public_list")
    assert EconomicCode.objects.get(code="302").three_public == "RECEPTION", "entered by staff"
    assert EconomicCode.objects.count() == 3


def test_a_list_may_say_itself_what_counts_for_table_10(file: Path) -> None:
    file.write_text("code,name,three_public\n302,支出,\n30217,接待,\n30218,宴请,公务接待费\n")

    printed("load_codes", file, "--year", 2026)

    assert EconomicCode.objects.get(code="30217").three_public is None
    assert EconomicCode.objects.get(code="30218").three_public == "RECEPTION"


def test_a_list_of_a_chinese_spreadsheet_is_read(file: Path) -> None:
    file.write_bytes("code,name\r\n201,一般公共服务支出\r\n20103,政府办公厅\r\n".encode("gb18030"))

    printed("load_codes", file, "--year", 2026)

    assert EconomicCode.objects.get(code="201").name == "一般公共服务支出"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("code,name,fund\n2010,类,\n", r"第 2 行 \| code \| 2010 \| 编码不是 3、5、7 位数字"),
        ("code,name\n301,甲\n301,乙\n", r"第 3 行 \| code \| 301 \| 与第 2 行编码重复"),
        ("code,name\n30101,甲\n", r"第 2 行 \| code \| 30101 \| 缺少上级科目 301"),
        ("code,name\n301,\n", r"第 2 行 \| name \|  \| 名称应为 1 至 120 字"),
        ("code,name,status\n301,甲,sure\n", r"第 2 行 \| status \| sure \| 不在可选值之内"),
        ("code,name,fund\n201,甲,私人\n", r"第 2 行 \| fund \| 私人 \| 不在可选值之内"),
        ("code,name\n301,甲,乙\n", r"第 2 行 \| 整行 \| 301,甲,乙 \| 有 3 列，表头有 2 列"),
        ("code\n301\n", "文件缺少列：name"),
        ("code,name\n", "文件中没有科目"),
        ('code,name\n301,"甲\n', "不符合 CSV 格式"),
        ("code,name\n301,甲\0\n", "不是 UTF-8 或 GB18030 编码的文本"),
    ],
)
def test_a_faulty_list_is_refused_whole_and_says_where(
    file: Path, content: str, message: str
) -> None:
    file.write_text(content)

    with pytest.raises(CommandError, match=message):
        printed("load_codes", file, "--year", 2026)

    assert not EconomicCode.objects.exists()
    assert not FunctionalCode.objects.exists()


def test_a_missing_file_and_an_impossible_year_are_refused(file: Path) -> None:
    with pytest.raises(CommandError, match="无法读取文件"):
        printed("load_codes", file, "--year", 2026)
    with pytest.raises(CommandError, match="年度 26 应在 2000 至 2100 之间"):
        printed("load_codes", file, "--year", 26)
