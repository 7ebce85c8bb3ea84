"""The words of the problems, read from problems.yml."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

import yaml
from pydantic import BaseModel, ConfigDict

from api.languages import FALLBACK_LANGUAGE

_CATALOGUE = Path(__file__).with_name("problems.yml")


class ProblemText(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    detail: str


class ProblemTexts(BaseModel):
    """What one language says; `fields` words the faults of single fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    problems: Mapping[str, ProblemText]
    fields: Mapping[str, str]

    def field_fault(self, kind: str) -> str:
        return self.fields.get(kind, self.fields["other"])


@cache
def catalogue() -> Mapping[str, ProblemTexts]:
    read = cast(dict[str, object], yaml.safe_load(_CATALOGUE.read_text(encoding="utf-8")))
    return {language: ProblemTexts.model_validate(texts) for language, texts in read.items()}


def texts_for(language: str) -> ProblemTexts:
    return catalogue().get(language, catalogue()[FALLBACK_LANGUAGE])
