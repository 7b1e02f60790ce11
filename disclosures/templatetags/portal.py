"""What every page says about the portal, and amounts outside the tables."""

from decimal import Decimal

from django import template
from django.conf import settings

from disclosures.budget.amounts import figure
from disclosures.budget.measures import MEASURE_BY_KEY

register = template.Library()
# No province has this code: nobody takes a region or department under it for a real one.
INVENTED = "00"


@register.simple_tag
def portal_name() -> str:
    """The name of the portal."""
    return str(settings.PORTAL_NAME)


@register.filter
def in_wan(yuan: Decimal | None) -> str:
    """An amount of yuan as it is read: 万元, two decimals, thousands separated."""
    return figure(yuan)


@register.filter
def measure_label(key: str) -> str:
    """A key figure as the tables call it."""
    return MEASURE_BY_KEY[key].label


@register.filter
def is_invented(code: str) -> bool:
    """Whether a region, department or unit is made up (演示数据), by its code."""
    return code.startswith(INVENTED)
