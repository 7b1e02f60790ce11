"""Publications whose files lie in an S3-compatible store, on a real server of that protocol."""

from collections.abc import Iterator
from hashlib import sha256

import boto3
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from moto.server import ThreadedMotoServer
from pytest_django.fixtures import Settings

from disclosures.management import sample
from disclosures.publication import PublicationRefused, faults
from tests.publication.conftest import a_publisher, entered_sample
from tests.publishing import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
BUCKET = "artefacts"
PDF = f"/departments/{sample.entries()['department']['code']}/2026/disclosure.pdf"


@pytest.fixture
def store(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The default storage in a bucket, as the settings of production write it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket=BUCKET)
    options = {
        "bucket_name": BUCKET,
        "endpoint_url": endpoint,
        "region_name": "us-east-1",
        "addressing_style": "path",
        "file_overwrite": True,
    }
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    yield
    server.stop()


def test_a_publication_lives_in_the_object_store() -> None:
    publication = publish(entered_sample())

    answer = Client().get(PDF)

    artefact = publication.artefacts.get(name="disclosure.pdf")
    assert answer.status_code == 200
    assert sha256(answer.content).hexdigest() == artefact.sha256
    assert list(faults()) == []
    assert b"storage: ok\n" in Client().get("/readyz").content


def test_a_file_that_was_changed_in_the_store_is_found() -> None:
    publication = publish(entered_sample())
    artefact = publication.artefacts.get(name="disclosure.pdf")
    with default_storage.open(artefact.path, "wb") as file:
        file.write(b"%PDF-1.7 another")

    assert [artefact.sha256 in fault.message for fault in faults()] == [True]


def test_without_the_store_nothing_is_published_and_the_next_try_does(
    settings: Settings,
) -> None:
    disclosure = entered_sample()
    publisher = a_publisher(disclosure)
    there = settings.STORAGES
    away = {**there["default"], "OPTIONS": {**there["default"]["OPTIONS"], "bucket_name": "no"}}
    settings.STORAGES = {**there, "default": away}

    with pytest.raises(PublicationRefused, match="无法写入存储"):
        publish(disclosure, publisher)
    assert Client().get(PDF).status_code == 404

    settings.STORAGES = there
    assert publish(disclosure, publisher).version == 1
    assert Client().get(PDF).status_code == 200
