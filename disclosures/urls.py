"""Addresses of the public site; people bookmark them, so they stay."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from .views.catalogue import home
from .views.changes import changes, changes_data
from .views.department import department
from .views.disclosure import disclosure
from .views.figures import figure
from .views.files import data, pdf, table
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
    path("data.json", data, name="data"),
    path("tables/<int:number>.csv", table, name="table"),
    path("changes/", changes, name="changes"),
    path("changes.json", changes_data, name="changes_data"),
    path("figures/<str:place>/", figure, name="figure"),
    path("compare-years/", years, name="years"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("disclosures/", listing, name="list"),
    path("status/", status, name="status"),
    path("departments/<slug:code>/", department, name="department"),
    path("departments/<slug:code>/<int:year>/", include(of_disclosure)),
    path("departments/<slug:code>/<int:year>/v<int:version>/", include(of_disclosure)),
    path("api/", include("disclosures.views.api.urls")),
    path("verify/", verify, name="verify"),
    path("verify/<sha256:digest>/", verify_hash, name="verify_hash"),
    path("healthz", alive, name="healthz"),
    path("readyz", ready, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
