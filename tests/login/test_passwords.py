"""Which passwords are refused, and in which words."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from disclosures.models import User


@pytest.mark.parametrize(
    "password",
    [
        "Abc-1234567",
        "abcdefgh-ijkl",
        "ABCDEFGH1234",
        "1234567890123456",
        "预算公开预算公开预算公开",
    ],
)
def test_a_short_or_uniform_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError, match="至少 12 个字符"):
        validate_password(password)


@pytest.mark.parametrize("password", ["Abc-12345678", "预算公开 budget 2026 年", "aaaa-bbbb-1234"])
def test_a_long_and_mixed_password_will_do(password: str) -> None:
    validate_password(password)


def test_a_password_like_the_name_is_refused() -> None:
    with pytest.raises(ValidationError, match="相似"):
        validate_password("Wang-jian-guo-1", User(username="wang-jian-guo"))


def test_a_common_password_is_refused() -> None:
    with pytest.raises(ValidationError, match="常见"):
        validate_password("1q2w3e4r5t6y")
