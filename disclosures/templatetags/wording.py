"""How a paragraph of the text becomes HTML."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from disclosures.budget.narrative.text import Paragraph, Run, Written

register = template.Library()


@register.filter
def worded(paragraph: Paragraph) -> SafeString:
    """The paragraph as HTML; a reason that staff still owe is marked."""
    return mark_safe("".join(map(_run, paragraph.runs)))  # noqa: S308 - every run is escaped


def _run(run: Run) -> str:
    if isinstance(run, Written) and not run.wording.strip():
        return format_html('<mark class="owed" title="{}">{}</mark>', run.label, run.text)
    return conditional_escape(run if isinstance(run, str) else run.text)
