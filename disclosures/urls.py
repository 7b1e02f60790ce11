"""Addresses of the public site; people bookmark them, so they stay."""

from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, URLResolver, include, path, register_converter

from .views.about import about
from .views.bundle import bundle
from .views.catalogue import home, soon_rechecked
from .views.changes import changes, changes_data
from .views.compare import compare, compare_csv, compare_xlsx
from .views.crawling import SITEMAPS, robots, sitemap_index
from .views.data import open_data, package
from .views.department import department
from .views.disclosure import disclosure
from .views.feeds import department_feed, feed, region_feed
from .views.figures import figure
from .views.files import book, data, pdf, table
from .views.functions import function, functions
from .views.health import alive, ready
from .views.listing import listing
from .views.metrics import metrics
from .views.status import status
from .views.verification import Sha256, verify, verify_hash
from .views.years import years

app_name = "disclosures"
register_converter(Sha256, "sha256")

# The same files under the current disclosure and under each of its versions.
of_disclosure: list[URLPattern | URLResolver] = [
    path("", disclosure, name="disclosure"),
    path("disclosure.pdf", pdf, name="pdf"),
    path("tables.xlsx", book, name="book"),
    path("data.json", data, name="data"),
    path("tables/<int:number>.csv", table, name="table"),
    path("bundle.zip", bundle, name="bundle"),
    path("changes/", changes, name="changes"),
    path("changes.json", changes_data, name="changes_data"),
    path("figures/<str:place>/", figure, name="figure"),
    path("compare-years/", years, name="years"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("disclosures/", listing, name="list"),
    path("status/", status, name="status"),
    path("about/", about, name="about"),
    path("departments/<slug:code>/", department, name="department"),
    path("departments/<slug:code>/<int:year>/", include(of_disclosure)),
    path("departments/<slug:code>/<int:year>/v<int:version>/", include(of_disclosure)),
    path("compare/", compare, name="compare"),
    path("compare/table.csv", compare_csv, name="compare_csv"),
    path("compare/table.xlsx", compare_xlsx, name="compare_xlsx"),
    path("functions/", functions, name="functions"),
    path("functions/<str:code>/", function, name="function"),
    path("departments/<slug:code>/feed.atom", department_feed, name="department_feed"),
    path("regions/<slug:region>/feed.atom", region_feed, name="region_feed"),
    path("feed.atom", feed, name="feed"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path(
        "sitemap-<slug:section>.xml",
        soon_rechecked(sitemap),
        {"sitemaps": SITEMAPS},
        name="sitemap_part",
    ),
    path("data/", open_data, name="data_index"),
    path("data/<int:year>/<slug:region>.zip", package, name="package"),
    path("api/", include("disclosures.views.api.urls")),
    path("verify/", verify, name="verify"),
    path("verify/<sha256:digest>/", verify_hash, name="verify_hash"),
    path("healthz", alive, name="healthz"),
    path("readyz", ready, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
