"""Withdrawing a published version by law, from its page at the desk."""

from __future__ import annotations

from typing import Final

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from disclosures.models import Publication, Withdrawal
from disclosures.withdrawal import WithdrawalRefused, withdraw

from .columns import address
from .scoped import person

EXTENTS: Final = (("version", "仅撤下本版"), ("all", "撤下本公开的全部版本"))


class WithdrawalForm(forms.ModelForm[Withdrawal]):
    """By what law, how far, and that it is meant."""

    extent = forms.ChoiceField(
        label="撤下范围", choices=EXTENTS, widget=forms.RadioSelect, initial="version"
    )
    is_confirmed = forms.BooleanField(
        label="确认依法撤下。撤下不能撤销，如需恢复公开须发布新版本。"
    )

    class Meta:
        model = Withdrawal
        fields = ("ground", "note")
        widgets = {
            "ground": forms.Textarea(attrs={"rows": 2, "cols": 60, "maxlength": 300}),
            "note": forms.Textarea(attrs={"rows": 2, "cols": 60}),
        }


def may_withdraw(request: HttpRequest, publication: Publication) -> bool:
    """Whether the person is appointed to withdraw this version."""
    return person(request).has_perm("disclosures.withdraw_publication", publication)


def withdraw_page(
    request: HttpRequest, register: ModelAdmin[Publication], publication: Publication | None
) -> HttpResponse:
    """The last look before a version is public no more, and the step itself."""
    if publication is None:
        raise Http404
    if not may_withdraw(request, publication):
        raise PermissionDenied
    form = WithdrawalForm(request.POST or None)
    if form.is_valid() and _is_withdrawn(request, register, publication, form):
        return HttpResponseRedirect(address(Publication, "change", publication.pk))
    context = {
        **register.admin_site.each_context(request),
        "title": str(publication),
        "subtitle": "依法撤下",
        "opts": Publication._meta,
        "original": publication,
        "form": form,
    }
    return TemplateResponse(request, "admin/disclosures/publication/withdraw.html", context)


def _is_withdrawn(
    request: HttpRequest,
    register: ModelAdmin[Publication],
    publication: Publication,
    form: WithdrawalForm,
) -> bool:
    given = form.cleaned_data
    try:
        done = withdraw(
            publication,
            person(request),
            given["ground"],
            given["note"],
            all_versions=given["extent"] == "all",
        )
    except WithdrawalRefused as refused:
        messages.error(request, refused.reason)
        return False
    versions = "、".join(f"第 {one.publication.version} 版" for one in done)
    messages.success(request, f"{versions}已依法撤下，公开网站上不再提供。")
    return True
