"""The description of the interface holds for whatever a program sends: schemathesis."""

import re
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings

from disclosures.models import Publication
from disclosures.views.api import urls
from disclosures.views.api.endpoints import ENDPOINTS

from .library import another_department, kept_open, withdrawn

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]
DESCRIPTION = "/api/v1/openapi.json"
RIGHT, WRONG = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
ASKED = (
    ("description", RIGHT),
    *((one.name, mode) for one in ENDPOINTS if one.parameters for mode in (RIGHT, WRONG)),
)
BOUNDED = settings(
    max_examples=25,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize(("name", "mode"), ASKED)
def test_every_answer_is_as_described(
    published: Publication, name: str, mode: schemathesis.GenerationMode
) -> None:
    withdrawn(another_department(published, "653022001", "阿克陶县财政局"))
    with kept_open():
        schema = schemathesis.openapi.from_wsgi(DESCRIPTION, get_wsgi_application())
    operation = schema.find_operation_by_id(name)

    @seed(653000)
    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers(case: schemathesis.Case[Any]) -> None:
        if mode is RIGHT and "sha256" in case.path_parameters:
            case.path_parameters["sha256"] = published.sha256
        # What reads answers here cannot unpack them; that they are packed is tested elsewhere.
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    with kept_open():
        answers()


def test_every_route_and_every_parameter_is_described() -> None:
    described = Client().get(DESCRIPTION).json()["paths"]

    routed = {
        re.sub(r"<str:(\w+)>", r"{\1}", str(route.pattern).removeprefix("v1"))
        for route in urls.urlpatterns
        if str(route.pattern).startswith("v1")
    }
    assert set(described) == routed
    for endpoint in ENDPOINTS:
        named = described[f"/{endpoint.path}"]["get"]["parameters"]
        known = {one["name"] for one in named if one["in"] != "header"}
        assert known == {one.name for one in endpoint.parameters}
        assert re.findall(r"{(\w+)}", endpoint.path) == [
            one["name"] for one in named if one["in"] == "path"
        ]
