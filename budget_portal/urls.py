"""Addresses of the portal: the administration, and everything the public sees."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("disclosures.urls")),
]
