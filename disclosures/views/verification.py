"""Verifying a file: it is hashed as it arrives, nothing of it is kept, and its hash is looked up.

An unknown PDF may enclose a record that was published: then a program saved it again, or somebody
changed it, and the reader is told so.

The upload is a form without a token against forgery, because readers get no cookie: a forged
upload would tell whoever forges it nothing and change nothing. What bounds it are its size and
how many an address may send in a minute.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from axes.helpers import get_client_ip_address
from django import forms
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from disclosures.enclosed.reader import PDF, record_in
from disclosures.models import Publication
from disclosures.signing import Signature, signature
from disclosures.verification import DIGITS, SHORTEST, Verdict, verdict

from .catalogue import soon_rechecked

LARGEST: Final = 64 * 1024 * 1024
LARGEST_PDF: Final = 32 * 1024 * 1024
A_MINUTE: Final = 60
UPLOADS_A_MINUTE: Final = 30


@dataclass(frozen=True, slots=True)
class Pdf:
    """A published PDF and the signature it bears, if any."""

    publication: Publication
    signature: Signature | None


class Sha256:
    """A SHA-256 in an address, or at least its first twelve digits."""

    regex = f"[0-9a-f]{{{SHORTEST},{DIGITS}}}"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


class Typed(forms.Form):
    """A hash as people copy it: in capitals, with spaces, behind an address."""

    digest = forms.RegexField(regex=f"^{Sha256.regex}$", max_length=DIGITS)

    def __init__(self, text: str) -> None:
        super().__init__({"digest": "".join(text.split()).lower()})


class Hashing(FileUploadHandler):
    """Takes the hash of the first file of an upload; a PDF is held until it is answered."""

    def __init__(self) -> None:
        super().__init__()
        self.held = bytearray()
        self.hash = sha256()
        self.size = 0
        self.names = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        """Only the first is looked at."""
        super().new_file(*args, **kwargs)
        self.names += 1
        if self.names > 1:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's
        """Hash a piece, or end the upload where it is too long."""
        self.size += len(raw_data)
        if self.size > LARGEST:
            raise StopUpload(connection_reset=True)
        self.hash.update(raw_data)
        is_wanted = self.held or raw_data.startswith(PDF)
        if is_wanted and self.size <= LARGEST_PDF:
            self.held += raw_data
        else:
            self.held.clear()

    def file_complete(self, file_size: int) -> None:
        """Nothing is handed on."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form; a file or a hash that is sent leads to the page of its hash."""
    return _uploaded(request) if request.method == "POST" else _asked(request)


@soon_rechecked
def _asked(request: HttpRequest) -> HttpResponse:
    """The form, or the way to the page of the hash that was typed."""
    if "digest" not in request.GET:
        return _form(request)
    typed = Typed(request.GET["digest"])
    if not typed.is_valid():
        return _form(
            request, f"请输入 SHA-256 校验值：64 位十六进制数，或至少前 {SHORTEST} 位。", 400
        )
    return _to(typed.cleaned_data["digest"])


@soon_rechecked
@require_safe
def verify_hash(request: HttpRequest, digest: str) -> HttpResponse:
    """What the portal knows of a hash; the code on a printed document leads here."""
    return _told(request, verdict(digest))


@never_cache
def _uploaded(request: HttpRequest) -> HttpResponse:
    """The way to the page of the file's hash, or why the file is not taken."""
    if not _may_upload(get_client_ip_address(request)):
        response = _form(request, "核验次数过多，请一分钟后再试。", 429)
        response.headers["Retry-After"] = str(A_MINUTE)
        return response
    hashing = Hashing()
    request.upload_handlers = [hashing]
    if int(request.META.get("CONTENT_LENGTH") or 0) <= LARGEST + 4096:
        request.FILES  # noqa: B018 - reads the upload through the handler
    else:
        hashing.size = LARGEST + 1
    if hashing.size > LARGEST:
        return _form(request, f"文件超过 {LARGEST // 1024**2} MB，不是本平台公开的文件。", 413)
    if not hashing.size:
        return _form(request, "请选择一个文件。", 400)
    digest = hashing.hash.hexdigest()
    if hashing.held and (found := _enclosed(digest, bytes(hashing.held))):
        return _told(request, found, digest)
    return _to(digest)


def _enclosed(digest: str, content: bytes) -> Verdict | None:
    """What is known of the record inside a PDF that is not known itself."""
    if verdict(digest).matches:
        return None
    record = record_in(content)
    found = verdict(record) if record else None
    return found if found and found.matches else None


def _told(request: HttpRequest, found: Verdict, saved_again: str = "") -> HttpResponse:
    """The page of a verdict; ``saved_again`` is the hash of a file that encloses the record."""
    context = {
        "place": "verify",
        "verdict": found,
        "saved_again": saved_again,
        "pdf": _pdf(found),
    }
    return render(request, "disclosures/verdict.html", context)


def _pdf(found: Verdict) -> Pdf | None:
    """The PDF of the one version that is meant, as it was published."""
    public = [one.publication for one in found.matches if not one.tombstone]
    if len(public) != 1 or len(found.matches) != 1:
        return None
    file = public[0].artefacts.filter(name="disclosure.pdf").first()
    if file is None or not default_storage.exists(file.path):
        return None
    with default_storage.open(file.path) as stored:
        return Pdf(public[0], signature(stored.read()))


def _may_upload(address: str) -> bool:
    """Whether an address has uploads left in this minute, counted by each process."""
    key = f"uploads/{address}"
    cache.add(key, 0, A_MINUTE)
    try:
        return cache.incr(key) <= UPLOADS_A_MINUTE
    except ValueError:  # the minute ended in between
        return True


def _to(digest: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("disclosures:verify_hash", args=[digest]), status=303)


def _form(request: HttpRequest, fault: str = "", status: int = 200) -> HttpResponse:
    context = {"place": "verify", "fault": fault, "largest": LARGEST // 1024**2}
    return render(request, "disclosures/verify.html", context, status=status)
