"""``bench_search``: how long full search takes in the database as it stands."""

from typing import Any

from django.core.management.base import BaseCommand

from disclosures.management.bench.search import measured
from disclosures.models import Publication, PublishedLine


class Command(BaseCommand):
    """Search for what people ask, many times; print the median and the 95th percentile."""

    help = "测量全文检索所需的时间"

    def handle(self, *_: str, **__: Any) -> None:
        """Say how large the database is, and how long a search takes in it."""
        lines, publications = PublishedLine.objects.count(), Publication.objects.count()
        timing = measured()
        self.stdout.write(f"full search over {publications:,} publications, {lines:,} line items")
        self.stdout.write(f"median {timing.median:.1f} ms, p95 {timing.p95:.1f} ms")
