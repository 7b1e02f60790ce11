"""Who acts for the finance department of a region."""

from __future__ import annotations

from disclosures.models import Region, User
from disclosures.publication import StepRefused


def require(by: User, permission: str, region: Region, step: str) -> None:
    """Refuse a step to whoever is not appointed to take it in the region."""
    if not by.has_perm(f"disclosures.{permission}", region):
        raise StepRefused(f"用户 {by.get_username()} 没有在{region}{step}的权限。")
