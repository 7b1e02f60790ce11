"""The child process that sets an official document: HTML in, PDF out, nothing else reached.

Run by ``disclosures.pdf`` as ``python -m disclosures.typesetter``. It knows no Django, reads
only the style sheets it is given, and lives within limits that it puts on itself first.
"""

import argparse
import gc
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

OUT_OF_MEMORY = 3
CLAIM = {"pdf_variant": "pdf/a-3a", "pdf_version": "1.7", "pdf_tags": True, "output_intent": "srgb"}
MEBIBYTE = 1024 * 1024
MEDIA_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
# Audit events of everything that leaves the process: the second lock behind the fetcher.
WAYS_OUT = ("socket.", "subprocess.", "urllib.", "ftplib.", "os.exec", "os.fork", "os.posix_spawn")
WAYS_OUT_BY_NAME = frozenset({"os.system", "pty.spawn"})


def main(arguments: Sequence[str]) -> int:
    """Set the document on standard input; the exit status says how it went."""
    options = _options(arguments)
    confine(options.seconds, options.memory_mb)
    try:
        document = typeset(sys.stdin.buffer.read(), options.styles, options.identifier)
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(document)
    return 0


def confine(seconds: int, memory_mb: int) -> None:
    """Limit this process for good: memory, processor time, no files written.

    Not RLIMIT_NPROC: it counts threads, Pango needs one, and root is exempt anyway; the audit
    hook refuses children.
    """
    memory = memory_mb * MEBIBYTE
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))


def typeset(html: bytes, styles: Path, identifier: str) -> bytes:
    """The tagged PDF of the HTML; the same HTML and identifier give the same bytes."""
    # Within the limits, and only in the child.
    import weasyprint

    from . import tagging

    tagging.take_over()
    sys.addaudithook(_keep_inside)
    # Nothing of a document is garbage before it is finished.
    gc.disable()
    source = weasyprint.HTML(
        string=html.decode(), base_url=f"{styles.as_uri()}/", url_fetcher=style_fetcher(styles)
    )
    document = source.render()
    tagging.set_aside(document)
    pdf: bytes = document.write_pdf(
        **CLAIM, pdf_identifier=identifier.encode(), finisher=tagging.finish
    )
    return pdf


def style_fetcher(styles: Path) -> Any:  # noqa: ANN401 - its class is imported in the child only
    """A fetcher that serves the project's style sheets and refuses every other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StyleFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
        """Never hands an address on to urllib: what is not the project's own is refused."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401, ARG002
            """The file behind the address, if it is one of the project's own."""
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


def _keep_inside(event: str, _: tuple[object, ...]) -> None:
    if event.startswith(WAYS_OUT) or event in WAYS_OUT_BY_NAME:
        raise PermissionError(f"{event} is not for the typesetter")


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="typesetter")
    parser.add_argument("--styles", type=Path, required=True)
    parser.add_argument("--identifier", required=True)
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--memory-mb", type=int, required=True)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
