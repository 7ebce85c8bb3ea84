"""Checks what actions answer against Rasa's schema, without checking that schema again each time.

Rasa 3.6 calls `jsonschema.validate`, which first checks the schema itself: in every action of a
turn, three quarters of its time. The schema is a constant; once is enough.
"""

from __future__ import annotations

from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def check_schema_once() -> None:
    """Replace Rasa's check of action answers by one that is prepared here.

    Raises:
        jsonschema.SchemaError: The schema itself is wrong.
    """
    schema = RemoteAction.action_response_format_spec()
    validator_class = validator_for(schema)
    validator_class.check_schema(schema)
    validator = validator_class(schema)

    def validate(_action: RemoteAction, result: dict[str, Any]) -> bool:
        fault = best_match(validator.iter_errors(result))
        if fault is not None:
            raise fault
        return True

    RemoteAction._validate_action_result = validate
