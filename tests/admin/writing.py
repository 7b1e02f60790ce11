"""The text desk as a browser has it: fields as they are shown, texts as they are sent."""

import json
from collections.abc import Iterator
from typing import Any

import lxml.html
from django.test import Client

from disclosures.budget.narrative.text import Paragraph
from disclosures.models import Disclosure
from disclosures.publication import drafted
from tests.web.library import chosen

from .people import Entered, page

BASIC, PROJECT, OPERATING = "expenditure/basic", "expenditure/project", "operating"
LINES = ("duties", "offices", "other_matters")
JSON = {"accept": "application/json"}


def target(whose: Entered) -> str:
    return page(Disclosure, "explanations", whose.disclosure.pk)


def shown(client: Client, address: str) -> Any:  # noqa: ANN401 - lxml has no types
    """The page, parsed."""
    return parsed(client.get(address))


def parsed(response: Any) -> Any:  # noqa: ANN401 - lxml has no types
    """What was answered; the desk says its encoding after its title, too late for lxml."""
    return lxml.html.document_fromstring(response.content.decode())


def as_shown(client: Client, address: str) -> dict[str, str]:
    """What the browser sends back if nobody types anything."""
    return sent_by(shown(client, address))


def sent_by(root: Any) -> dict[str, str]:  # noqa: ANN401 - lxml has no types
    """What the form of a page sends as it stands."""
    (form,) = chosen(root, "form#text")
    return {name: value or "" for name, value in form.fields.items() if name}


def owed(key: str) -> str:
    """The name of the field at a place."""
    return f"owed-{key}"


def wordings(whose: Entered) -> dict[str, str]:
    return dict(whose.disclosure.explanations.values_list("key", "wording"))


def paragraphs(whose: Entered) -> Iterator[tuple[str, Paragraph]]:
    """The paragraphs of the text with their places."""
    for section in drafted(whose.disclosure).document.sections:
        for number, paragraph in enumerate(section.paragraphs, 1):
            yield f"s{section.number}/{number}", paragraph


def sent_by_script(
    client: Client, address: str, texts: dict[str, str], seen: dict[str, str]
) -> Any:  # noqa: ANN401 - a test response
    """What the script of the page sends: the places that were written, and what it had shown."""
    body = {owed(key): text for key, text in texts.items()} | {"seen": json.dumps(seen)}
    return client.post(address, body, headers=JSON)
