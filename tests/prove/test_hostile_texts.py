"""S5: whatever is written in a text, setting it ends in time and within its memory."""

import time

import pytest
from django.core.management import call_command
from django.utils.html import escape

from disclosures.commission import FAILED, RenderingFailed
from disclosures.models import Disclosure
from disclosures.pdf import official_html, typeset
from disclosures.presentation import presented
from disclosures.publication import drafted

from .publishing import say

MARK = "此处为待替换的职能"
TEXTS = {
    "one word of 200,000 letters": "a" * 200_000,
    "200,000 characters without a stop": "预" * 200_000,
    "100,000 marks over one letter": "a" + "\u0301" * 100_000,
    "100,000 joiners": "预\u200d" * 100_000,
    "100,000 turns of direction": "\u202e预\u202d" * 50_000,
    "50,000 lines": "预算\n" * 50_000,
    "the longest ligature": "\ufdfd" * 20_000,
    "20,000 emoji of families": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 20_000,
    "characters that are none": "".join(map(chr, (*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF))) * 2_000,
    "every control character": "".join(map(chr, range(1, 32))) * 3_000,
    "100,000 entities": "&amp;&#x202e;" * 50_000,
    "50,000 tags": "<table><tr><td><div>" * 12_500,
    "a style that is none": "<style>*{counter-increment:a;content:counter(a)}</style>" * 2_000,
}


@pytest.fixture
def html(db: None) -> str:  # noqa: ARG001 - asked for
    """The sample as a draft, with a place for a text."""
    call_command("load_sample", verbosity=0)
    document = drafted(Disclosure.objects.get(department__code="653000301")).document
    whole = official_html(presented(document, None), "")
    return whole.replace(document.duties[0], MARK, 1)


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_ends_in_time(html: str, name: str) -> None:
    assert MARK in html
    started = time.monotonic()
    try:
        told = f"{len(typeset(html.replace(MARK, escape(TEXTS[name])), 'i')):,} bytes"
    except RenderingFailed as failed:
        told = failed.reason
    seconds = time.monotonic() - started

    say(f"S5 {name}: {told} after {seconds:.1f} s")
    assert seconds <= 65
    assert not told.startswith(FAILED["pdf"])
