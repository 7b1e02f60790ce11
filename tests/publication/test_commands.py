"""The commands about one disclosure: what they print, and their plain refusals."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from disclosures.models import Appointment, Disclosure, FunctionalCode, Publication, User

CODE = "653000301"


def said(command: str, *arguments: object, **options: object) -> str:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


@pytest.mark.usefixtures("staff")
def test_publish_finds_the_only_publisher_and_prints_one_line(disclosure: Disclosure) -> None:
    line = said("publish", CODE, 2026)

    publication = disclosure.publications.get()
    assert line.count("\n") == 1
    assert f"已由 publisher 公开，SHA-256 {publication.sha256}" in line


def test_publish_asks_who_where_several_or_none_may(
    disclosure: Disclosure, publisher: User
) -> None:
    second = User.objects.create_user("second")
    Appointment.objects.create(user=second, role="publish", department=disclosure.department)

    with pytest.raises(CommandError, match="publisher、second"):
        said("publish", CODE, 2026)
    with pytest.raises(CommandError, match="没有用户名为 nobody 的有效用户"):
        said("publish", CODE, 2026, user="nobody")

    assert not Publication.objects.exists()
    assert publisher.is_active


@pytest.mark.usefixtures("staff")
def test_publish_lists_what_keeps_it_from_being_published(disclosure: Disclosure) -> None:
    disclosure.explanations.get(key="operating").delete()

    with pytest.raises(CommandError, match="N1 s十二/2/operating：机关运行经费"):
        said("publish", CODE, 2026)


def test_check_prints_findings_as_lines_or_json(disclosure: Disclosure) -> None:
    assert "没有错误" in said("check_disclosure", CODE, 2026)
    rules = {one["rule"] for one in json.loads(said("check_disclosure", CODE, 2026, json=True))}
    assert "T13" in rules

    disclosure.explanations.get(key="operating").delete()
    with pytest.raises(CommandError, match="1 处错误，不能公开"):
        said("check_disclosure", CODE, 2026)


@pytest.mark.usefixtures("disclosure")
@pytest.mark.parametrize("command", ["check_disclosure", "publish"])
def test_an_unknown_code_or_year_is_said_plainly(command: str) -> None:
    with pytest.raises(CommandError, match="没有编码为 999 的 2026 年预算公开"):
        said(command, "999", 2026)
    with pytest.raises(CommandError, match=f"没有编码为 {CODE} 的 2031 年预算公开"):
        said(command, CODE, 2031)


def test_a_year_without_codes_is_said_plainly(disclosure: Disclosure) -> None:
    later = Disclosure.objects.create(department=disclosure.department, year=2030)

    with pytest.raises(CommandError, match="2030 年没有收支分类科目"):
        said("check_disclosure", CODE, 2030)
    assert not FunctionalCode.objects.filter(year=later.year).exists()


@pytest.mark.usefixtures("disclosure")
def test_nothing_can_be_rendered_again_before_it_is_published() -> None:
    with pytest.raises(CommandError, match="没有这样的已公开版本"):
        said("rerender", CODE, 2026, check=True)
