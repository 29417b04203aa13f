"""Whatever is asked within the published OpenAPI, and beyond it, nothing breaks and every answer is as published."""

import os

import pytest

pytest.importorskip("fastapi", reason="the review desk's tests need the extra 'web'")
pytest.importorskip("uvicorn", reason="the review desk's tests need the extra 'web'")
schemathesis = pytest.importorskip(
    "schemathesis", reason="holding the API to its contract needs schemathesis"
)

from hypothesis import HealthCheck, given, settings  # noqa: E402
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES = 50 if os.environ.get("CI") else 5
"""Questions for each call: more where nobody waits for them."""
CHECKS = (not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance)


def test_the_api_keeps_to_its_contract(served):
    schema = schemathesis.openapi.from_url(f"{served.url}api/openapi.json")
    cue, _ = served.cue()
    known = {"film_id": served.film_id, "cue_id": cue}
    known["recording_id"] = served.ask("/api/recordings").json["recordings"][0]["id"]
    asked = set()
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def hold(case):
            for name, value in known.items():
                if name in (case.path_parameters or {}):
                    case.path_parameters[name] = value
            asked.add((case.operation.label, case.call_and_validate(checks=list(CHECKS)).status_code))

        hold()
    assert {label for label, _ in asked} >= {"GET /api/films", "GET /api/films/{film_id}/sound"}
    assert ("GET /api/films/{film_id}", 200) in asked
