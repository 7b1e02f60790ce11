"""The form in which staff answer for findings: one reason each, or one for several chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from django import forms

from disclosures.acknowledgement import LONGEST, UnfitReasonError, reason_of
from disclosures.budget.checks.acknowledgement import Judged

PREFIX: Final = "answer"
REASON, CHOSEN, SHARED = "reason", "chosen", "shared"
NOTHING_CHOSEN: Final = "请先勾选要用此理由的发现。"
NO_REASON: Final = "已勾选而没有理由，请填写理由或共同理由。"


def token_of(found: Judged) -> str:
    """What names a finding in the form: another one as soon as anything else is found there."""
    return sha256("\n".join((*found.key, found.message)).encode()).hexdigest()[:16]


class ReasonsForm(forms.Form):
    """A reason for each finding that may have one.

    What was shown comes back with what is typed: a page left open overwrites no reason that its
    reader did not touch, and answers for nothing that its reader did not see.
    """

    def __init__(self, found: Sequence[Judged], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix=PREFIX)
        self.found = {token_of(one): one for one in found if one.may_be_acknowledged}
        rules = [one.first.rule for one in self.found.values() if one.is_open]
        for token, one in self.found.items():
            kept = one.acknowledgement
            self.fields[f"{REASON}-{token}"] = forms.CharField(
                label="理由",
                initial=kept.reason if kept else "",
                required=False,
                show_hidden_initial=True,
                widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST}),
            )
            self.fields[f"{CHOSEN}-{token}"] = forms.BooleanField(label="选择", required=False)
        for rule in dict.fromkeys(rules):
            if rules.count(rule) > 1:
                self.fields[f"{SHARED}-{rule}"] = forms.CharField(
                    label="共同理由", required=False, max_length=LONGEST
                )

    def clean(self) -> dict[str, Any]:
        """Every reason says enough, and what is chosen has one."""
        for token, one, reason in self._given():
            try:
                if reason:
                    reason_of(reason)
            except UnfitReasonError as error:
                self.add_error(self._typed_in(token, one, reason), str(error))
            if not reason and self._value(CHOSEN, token):
                self.add_error(f"{REASON}-{token}", NO_REASON)
        chosen = {one.first.rule for token, one in self.found.items() if self._value(CHOSEN, token)}
        for name in self.fields:
            kind, _, rule = name.partition("-")
            if kind == SHARED and self._value(SHARED, rule) and rule not in chosen:
                self.add_error(name, NOTHING_CHOSEN)
        return self.cleaned_data

    def answers(self) -> list[tuple[Judged, str]]:
        """What was written anew, for which finding; an empty reason takes one back."""
        return [(one, reason) for _, one, reason in self._given()]

    def unseen(self) -> list[str]:
        """Reasons typed for what is not found like this any more."""
        texts = {
            name.removeprefix(f"{PREFIX}-{REASON}-"): (text, self.data.get(f"initial-{name}"))
            for name, text in self.data.items()
            if name.startswith(f"{PREFIX}-{REASON}-")
        }
        return [
            text.strip()
            for token, (text, before) in texts.items()
            if token not in self.found and text.strip() and text != before
        ]

    def _given(self) -> Iterator[tuple[str, Judged, str]]:
        changed = frozenset(self.changed_data)
        for token, one in self.found.items():
            typed: str = self._value(REASON, token)
            if f"{REASON}-{token}" in changed:
                yield token, one, typed
            elif self._value(CHOSEN, token):
                yield token, one, self._value(SHARED, one.first.rule) or typed

    def _typed_in(self, token: str, one: Judged, reason: str) -> str:
        """The field that a reason stands in."""
        is_own = reason == self._value(REASON, token)
        return f"{REASON}-{token}" if is_own else f"{SHARED}-{one.first.rule}"

    def _value(self, kind: str, of: str) -> Any:
        return self.cleaned_data.get(f"{kind}-{of}") or ""
