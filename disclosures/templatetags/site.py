"""What a government site owes its readers on every page: who runs it, and its numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.http import QueryDict
from django.template import Context

from disclosures.appearance import MODES

register = template.Library()
ICP = "https://beian.miit.gov.cn/"
POLICE = "https://beian.mps.gov.cn/#/query/webSearch?code="


@dataclass(frozen=True, slots=True)
class Duty:
    """A line of the footer; ``link`` is where its number is looked up, empty if nowhere."""

    label: str
    text: str
    link: str = ""


@register.simple_tag
def site_duties() -> tuple[Duty, ...]:
    """The lines that the operator has filled in; nothing stands for those that are empty."""
    return tuple(duty for duty in _duties() if duty.text)


def _duties() -> Iterator[Duty]:
    police = str(settings.SITE_POLICE_NUMBER)
    code = "".join(sign for sign in police if sign.isdigit())
    yield Duty("主办单位", str(settings.PORTAL_OPERATOR))
    yield Duty("承办单位", str(settings.SITE_UNDERTAKER))
    yield Duty("联系方式", str(settings.SITE_CONTACT))
    yield Duty("网站标识码", str(settings.SITE_CODE))
    yield Duty("ICP备案号", str(settings.SITE_ICP_NUMBER), ICP)
    yield Duty("公安备案号", police, POLICE + code)


@register.simple_tag
def site_faults() -> str:
    """Where the central government takes word of a site's faults (我为政府网站找错)."""
    return str(settings.SITE_FAULTS_URL)


@register.simple_tag(takes_context=True)
def this_page(context: Context, **asked: Any) -> str:  # noqa: ANN401 - parameters of any name
    """The page itself with its query and what is asked for, as a relative link.

    The page of a publication is kept for everybody: of its query only whose it is counts. A page
    that says that something is not there says the same whatever was asked for.
    """
    query = QueryDict(mutable=True)
    if publication := context.get("publication"):
        if publication.disclosure.kind == "unit":
            query["kind"] = "unit"
    elif "exception" not in context and (request := context.get("request")):
        query = request.GET.copy()
    for name in MODES:
        query.pop(name, None)
    query.update(asked)
    return f"?{query.urlencode()}"
