"""Figures for the operator's monitoring, in the text format of Prometheus."""

import os
from collections.abc import Iterator
from hmac import compare_digest

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

WORK = """
    SELECT status::text, count(*),
        coalesce(extract(epoch FROM now() - min(coalesce(scheduled_at, now()))), 0)
    FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY status
"""


class Portal(Collector):
    """What the database knows: versions that are public, work that waits or failed."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures at this moment."""
        versions = GaugeMetricFamily("portal_published_versions", "Versions ever published")
        jobs = GaugeMetricFamily("portal_jobs", "Background jobs", labels=("status",))
        age = GaugeMetricFamily(
            "portal_jobs_oldest_seconds", "How long the oldest is due", labels=("status",)
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM disclosures_publication")
            versions.add_metric((), cursor.fetchone()[0])
            cursor.execute(WORK)
            for status, count, seconds in cursor.fetchall():
                jobs.add_metric((status,), count)
                age.add_metric((status,), max(float(seconds), 0))
        yield from (versions, jobs, age)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything counted, for who bears the token; nobody else learns that there is anything."""
    told = request.headers.get("Authorization", "").removeprefix("Bearer ")
    wanted = settings.METRICS_TOKEN
    if not wanted or not compare_digest(told.encode(), wanted.encode()):
        raise Http404
    content = generate_latest(_registry()) + generate_latest(_of_portal())
    return HttpResponse(content, content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    """The counts of all processes of this machine, where they share a folder; else of this one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it has no types
    return registry


def _of_portal() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(Portal())
    return registry
