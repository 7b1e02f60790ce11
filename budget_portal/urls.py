"""Addresses of the portal: the administration, and everything the public sees."""

from django.urls import include, path

from disclosures.admin import desk

urlpatterns = [
    path("admin/", desk.urls),
    path("", include("disclosures.urls")),
]
