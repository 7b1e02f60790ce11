"""The accounts that stand behind made-up publications; nobody can log in to them."""

from dataclasses import dataclass

from disclosures.models import User


@dataclass(frozen=True, slots=True)
class Staff:
    """Who entered, who reviewed, who published."""

    clerk: User
    reviewer: User
    publisher: User


def staff() -> Staff:
    """The accounts, made where they are missing."""
    return Staff(
        _account("demo-clerk", "演示录入员"),
        _account("demo-reviewer", "演示审核员"),
        _account("demo-publisher", "演示发布员"),
    )


def _account(username: str, name: str) -> User:
    known = User.objects.filter(username=username).first()
    return known or User.objects.create_user(username, last_name=name, is_active=False)
