"""Making the official PDFs of a region from their records: on two cores against one."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import django

from disclosures.models import Publication

from .measuring import Figure, at_least, medians
from .options import Options

DOCUMENTS = 12


def measure(options: Options) -> Iterator[Figure]:
    """So many documents, by one process and by two; both stay warm."""
    rows = Publication.objects.published().current().order_by("-pk")[:DOCUMENTS]
    keys = [row.pk for row in rows]
    context = get_context("spawn")
    with (
        ProcessPoolExecutor(1, context, django.setup) as one,
        ProcessPoolExecutor(2, context, django.setup) as two,
    ):
        for pool, count in ((one, 1), (two, 2)):
            list(pool.map(render, keys[:count]))
        alone, both = medians(
            (lambda: list(one.map(render, keys)), lambda: list(two.map(render, keys))),
            min(options.rounds, 3),
        )
    result = f"{both:.1f} s for {DOCUMENTS} documents"
    yield at_least(1.8, "publishing on two cores", result, f"one core {alone:.1f} s", alone / both)


def render(key: int) -> int:
    """The PDF of a publication; how long it is."""
    from disclosures.publication import PDF_NAME, files_of

    return len(files_of(Publication.objects.get(pk=key).snapshot)[PDF_NAME])
