"""The reasons and uses (原因与用途说明) that the text owes, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from disclosures.budget.document import Document
from disclosures.budget.narrative.text import Paragraph, Written
from disclosures.models import Disclosure, Explanation
from disclosures.publication import Draft

from .scoped import named, person

KEY: Final = re.compile(r"^[a-z_]+(/[a-z_0-9]+)+$|^[a-z_]+$")
PREFIX: Final = "owed"
Register = ModelAdmin[Disclosure]


@dataclass(frozen=True, slots=True)
class Owed:
    """One reason or use that the text owes: where it stands and what is written so far."""

    section: str
    written: Written
    sentence: str

    @property
    def is_missing(self) -> bool:
        """Whether nothing is written here yet."""
        return not self.written.wording.strip()


def owed(document: Document) -> tuple[Owed, ...]:
    """Everything owed, each place once, in the order of the text."""
    found: dict[str, Owed] = {}
    for section, paragraph in _paragraphs(document):
        for written in paragraph.owed:
            found.setdefault(written.key, Owed(section, written, _sentence(paragraph, written)))
    return tuple(found.values())


def _paragraphs(document: Document) -> Iterator[tuple[str, Paragraph]]:
    for paragraph in document.organisation:
        yield "部门概况", paragraph
    for section in document.sections:
        for paragraph in section.paragraphs:
            yield f"{section.number}、{section.title}", paragraph


def _sentence(paragraph: Paragraph, written: Written) -> str:
    """The paragraph with a gap where the wording will stand."""
    texts = (run if isinstance(run, str) else run.text for run in paragraph.runs)
    return "".join(
        "［此处］" if run is written else text
        for run, text in zip(paragraph.runs, texts, strict=True)
    )


class ExplanationsForm(forms.Form):
    """One field for each place that the text owes.

    What was shown comes back with what is typed, so that a page left open overwrites nothing
    that its reader did not touch, and loses nothing that the text no longer asks for.
    """

    def __init__(self, places: tuple[Owed, ...], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix=PREFIX)
        self.places = places
        for place in places:
            self.fields[place.written.key] = forms.CharField(
                label=place.written.label,
                help_text=place.sentence,
                initial=place.written.wording,
                required=False,
                show_hidden_initial=True,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the sections that they stand in."""
        groups: dict[str, list[forms.BoundField]] = {}
        for place in self.places:
            groups.setdefault(place.section, []).append(self[place.written.key])
        return list(groups.items())

    def wordings(self) -> dict[str, str]:
        """What was written anew, by its place."""
        wordings = {key: self.cleaned_data[key] for key in self.changed_data}
        for name, text in self.data.items():
            key = name.removeprefix(f"{PREFIX}-")
            is_gone = name != key and key not in self.fields and KEY.match(key)
            if is_gone and text.strip() and text != self.data.get(f"initial-{name}"):
                wordings[key] = text.strip()
        return wordings


@transaction.atomic
def kept(disclosure: Disclosure, wordings: Mapping[str, str]) -> None:
    """Keep each wording at its place; an emptied one goes."""
    emptied = [key for key, wording in wordings.items() if not wording]
    disclosure.explanations.filter(key__in=emptied).delete()
    rows = [
        Explanation(disclosure=disclosure, key=key, wording=wording)
        for key, wording in wordings.items()
        if wording
    ]
    Explanation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["disclosure", "key"],
        update_fields=["wording"],
    )


def explanations_page(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft
) -> HttpResponse:
    """The page on which staff write what the text owes."""
    may_write = person(request).has_perm(named("change", Explanation), disclosure)
    places = owed(draft.document)
    form = ExplanationsForm(places, request.POST if request.method == "POST" else None)
    if request.method == "POST" and may_write and form.is_valid():
        wordings = form.wordings()
        kept(disclosure, wordings)
        messages.success(request, f"已保存 {len(wordings)} 处说明。")
        return HttpResponseRedirect(request.path)
    keys = [place.written.key for place in places]
    context = {
        **register.admin_site.each_context(request),
        "title": str(disclosure),
        "subtitle": "原因与用途说明",
        "opts": Disclosure._meta,
        "original": disclosure,
        "form": form,
        "may_write": may_write,
        "missing": [form[place.written.key] for place in places if place.is_missing],
        "obsolete": disclosure.explanations.exclude(key__in=keys).order_by("key", "pk"),
    }
    return TemplateResponse(request, "admin/disclosures/disclosure/explanations.html", context)
