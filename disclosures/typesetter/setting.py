"""Setting one official document within limits: what the child of the warm process does."""

import base64
import io
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

CLAIM = {"pdf_variant": "pdf/a-3a", "pdf_version": "1.7", "pdf_tags": True, "output_intent": "srgb"}
MEDIA_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
DRAWN = "data:image/png;base64,"


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be set, and the files to put inside by their names.

    ``described`` says of each file what it is.
    """

    html: str
    identifier: str
    styles: str
    attached: dict[str, str]
    described: dict[str, str]

    def written(self) -> bytes:
        """As it goes to the child."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def read(cls, text: bytes) -> "Job":
        """As the child gets it."""
        return cls(**json.loads(text))


def warm() -> None:
    """Import what every document needs, and read the fonts once."""
    import weasyprint

    from disclosures import tagging

    tagging.take_over()
    weasyprint.HTML(string="<p>一").write_pdf()


def typeset(content: bytes) -> bytes:
    """The tagged PDF of a job; the same job gives the same bytes."""
    import weasyprint

    from disclosures import tagging

    job = Job.read(content)
    # No place for files, which a font of the document's own would want.
    tempfile.tempdir = os.devnull
    styles = Path(job.styles)
    source = weasyprint.HTML(
        string=job.html, base_url=f"{styles.as_uri()}/", url_fetcher=style_fetcher(styles)
    )
    document = source.render()
    document.metadata.attachments = list(_attachments(job, document.metadata.created))
    tagging.set_aside(document)
    pdf: bytes = document.write_pdf(
        **CLAIM, pdf_identifier=job.identifier.encode(), finisher=tagging.finish
    )
    return pdf


def _attachments(job: Job, day: str | None) -> Iterator[Any]:
    """The files inside, dated by the document; whatever the document itself names is dropped."""
    from weasyprint import Attachment

    for name, content in sorted(job.attached.items()):
        created = datetime.fromisoformat(day or "1970-01-01")
        yield Attachment(
            file_obj=io.BytesIO(base64.b64decode(content)),
            name=name,
            description=job.described[name],
            created=created,
            modified=created,
            relationship="Data",
        )


def style_fetcher(styles: Path) -> Any:  # noqa: ANN401 - its class is imported in the child only
    """A fetcher that serves the project's style sheets and refuses every other address.

    A drawing that is inside its own address, as a QR code is, reaches nothing.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StyleFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
        """Never hands an address on to urllib: what is not the project's own is refused."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401, ARG002
            """The file behind the address, if it is one of the project's own."""
            if url.startswith(DRAWN):
                drawn = base64.b64decode(url.removeprefix(DRAWN), validate=True)
                return URLFetcherResponse(url, drawn, {"Content-Type": "image/png"})
            path = own_file(url, styles)
            media_type = MEDIA_TYPES[path.suffix]
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": media_type})

    return StyleFetcher()


def own_file(url: str, folder: Path) -> Path:
    """The file below the folder that the address names; symbolic links are followed first."""
    address = urlsplit(url)
    if (address.scheme, address.netloc) != ("file", ""):
        raise PermissionError(f"not a file of the project: {url}")
    path = Path(unquote(address.path)).resolve(strict=True)
    is_own = path.is_relative_to(folder.resolve(strict=True)) and path.suffix in MEDIA_TYPES
    if not (is_own and path.is_file()):
        raise PermissionError(f"not a file of the project: {url}")
    return path
