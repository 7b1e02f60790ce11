"""The signature under an official PDF (PAdES), where a certificate is configured.

Signing comes after setting: a signed file is the file as it was set, followed by an update that
holds the signature. So setting it again still gives the same bytes, up to that update.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, validate_sig_integrity

FIELD = "Signature"
# Beyond the sheet: nothing of the page changes, and nobody has to be told of an empty box.
UNSEEN = fields.SigFieldSpec(
    FIELD,
    readable_field_name="电子签名",
    invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True),
)


class _Update(IncrementalPdfFileWriter):
    """An update that leaves what the document says of itself as it is."""

    def _update_meta(self) -> None:
        """The library would write its own name and the time over it."""


class SigningFailed(Exception):  # noqa: N818 - named as what staff read
    """The PDF could not be signed although a certificate is configured."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a file, and when a time-stamp authority says that it was there already.

    ``is_valid`` says that the bytes signed are unchanged and that the key is the certificate's;
    whether the certificate is to be trusted is its reader's to say.
    """

    signer: str
    stamped_at: datetime | None
    is_valid: bool


def signed(document: bytes) -> bytes:
    """The document with its signature; as it is where no certificate is configured.

    The key is read for each signature and kept nowhere. Raises SigningFailed where the
    certificate cannot be read or the time-stamp authority does not answer.
    """
    if not settings.SIGNING_CERTIFICATE:
        return document
    signer = signers.SimpleSigner.load_pkcs12(  # type: ignore[no-untyped-call] # the library's
        settings.SIGNING_CERTIFICATE, passphrase=settings.SIGNING_PASSPHRASE.encode()
    )
    if signer is None:
        raise SigningFailed("签名证书无法读取，请联系系统管理员。")
    address = settings.TIMESTAMP_URL
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    stamper = timestamps.HTTPTimeStamper(address) if address else None
    by = signers.PdfSigner(metadata, signer, timestamper=stamper, new_field_spec=UNSEEN)
    try:
        # The library runs an event loop of its own, which a thread that has one would refuse.
        with ThreadPoolExecutor(1) as apart:
            output = apart.submit(by.sign_pdf, _Update(BytesIO(document))).result()
    except (OSError, timestamps.TimestampRequestError) as error:
        raise SigningFailed("时间戳服务没有应答，PDF 未能签名，请稍后重试。") from error
    return bytes(output.getvalue())


def is_same(published: bytes, again: bytes) -> bool:
    """Whether a file that was published is what is set again, with a signature or without."""
    return published == again or (published.startswith(again) and signature(published) is not None)


def signature(document: bytes) -> Signature | None:
    """The signature that a file bears; none where it bears none, or not over all that was set."""
    embedded = PdfFileReader(BytesIO(document)).embedded_signatures
    if len(embedded) != 1:
        return None
    (one,) = embedded
    stamp = next(extract_tst_data_iter(one.signer_info, signed=False), None)
    moment = stamp["encap_content_info"]["content"].parsed["gen_time"].native if stamp else None
    is_intact, is_valid = validate_sig_integrity(
        one.signer_info, one.signer_cert, "data", one.compute_digest()
    )
    signer = one.signer_cert.subject.native["common_name"]
    return Signature(signer, moment, is_intact and is_valid)
