"""A PDF is signed where a certificate is configured, and set again it is the same."""

from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import CommandError, call_command
from django.test import override_settings
from page import ValidationProfile, validate_pdf_bytes
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from disclosures.models import Artefact, Disclosure, Publication, User
from disclosures.publication import PDF_NAME, PublicationRefused, files_of, stored
from disclosures.signing import is_same, signature
from tests.publishing import publish

from .authority import PASSPHRASE, SIGNER, Authority, time_stamps

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def certificate(authority: Authority, tmp_path: Path) -> Iterator[Path]:
    file = authority.issue(SIGNER, tmp_path / "key.p12")
    with override_settings(SIGNING_CERTIFICATE=str(file), SIGNING_PASSPHRASE=PASSPHRASE):
        yield file


def checked(document: bytes, authority: Authority) -> PdfSignatureStatus:
    root = x509.Certificate.load(authority.root.public_bytes(Encoding.DER))
    (one,) = PdfFileReader(BytesIO(document)).embedded_signatures
    return validate_pdf_signature(one, ValidationContext([root]), ValidationContext([root]))


def pdf_of(publication: Publication) -> bytes:
    return stored(Artefact.objects.get(publication=publication, name="disclosure.pdf"))


def test_without_a_certificate_it_is_not_signed(disclosure: Disclosure, publisher: User) -> None:
    assert signature(pdf_of(publish(disclosure, publisher))) is None


def test_with_a_certificate_and_an_authority_it_is_signed_and_stamped(
    disclosure: Disclosure,
    publisher: User,
    certificate: Path,
    authority: Authority,
    tmp_path: Path,
) -> None:
    stamping = authority.issue("测试时间戳", tmp_path / "stamps.p12", may_stamp=True)
    with time_stamps(stamping) as address, override_settings(TIMESTAMP_URL=address):
        publication = publish(disclosure, publisher)
    document = pdf_of(publication)

    status, told = checked(document, authority), signature(document)

    assert certificate.exists()
    assert status.bottom_line
    assert told
    assert (told.signer, bool(told.stamped_at), told.is_valid) == (SIGNER, True, True)
    # What was set is there unchanged, and every claim it makes still holds.
    assert document.startswith(files_of(publication.snapshot)[PDF_NAME])
    for profile in (ValidationProfile.PDF_A_3A, ValidationProfile.PDF_UA_1):
        assert validate_pdf_bytes(document, profile=profile).failures == []


@pytest.mark.usefixtures("certificate")
def test_a_signed_file_set_again_is_the_same_up_to_its_signature(
    disclosure: Disclosure, publisher: User
) -> None:
    publication, out = publish(disclosure, publisher), StringIO()

    call_command(
        "rerender", disclosure.department.code, str(disclosure.year), check=True, stdout=out
    )

    assert "逐字节一致（签名之外）" in out.getvalue()
    document = pdf_of(publication)
    assert not is_same(document, files_of(publication.snapshot)[PDF_NAME][:-1] + b"\n\n")
    assert not is_same(
        files_of(publication.snapshot)[PDF_NAME] + b"more", files_of(publication.snapshot)[PDF_NAME]
    )


def test_a_changed_file_has_no_valid_signature(
    disclosure: Disclosure, publisher: User, certificate: Path, authority: Authority
) -> None:
    document = pdf_of(publish(disclosure, publisher))
    place = document.index(b"stream\n") + 20

    changed = document[:place] + bytes([document[place] ^ 1]) + document[place + 1 :]

    assert certificate.exists()
    assert checked(document, authority).bottom_line
    assert not checked(changed, authority).bottom_line
    told = signature(changed)
    assert told
    assert not told.is_valid


@pytest.mark.parametrize(
    "unusable",
    [
        {"SIGNING_PASSPHRASE": "wrong"},
        {"SIGNING_CERTIFICATE": "/nowhere.p12"},
        {"TIMESTAMP_URL": "http://127.0.0.1:9/"},
    ],
)
@pytest.mark.usefixtures("certificate")
def test_what_cannot_be_signed_is_not_published(
    disclosure: Disclosure, publisher: User, unusable: dict[str, str]
) -> None:
    with override_settings(**unusable), pytest.raises((PublicationRefused, CommandError)):
        publish(disclosure, publisher)

    assert not Publication.objects.exists()
