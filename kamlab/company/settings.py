"""Settings: frozen, typed, each field with a range, a unit and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from kamlab.company.fields import explained
from kamlab.errors import RefusedError

if TYPE_CHECKING:
    from kamlab.company.company import Company


class Settings(BaseModel):
    """Base of every settings model: unknown names and wrong types are refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False
    )


class ReportSettings(Settings):
    """What every report asks: which company, as of when, over how many months."""

    company: str = Field("polar", description="The company, a bundled name or a folder")
    as_of: str = Field(
        "",
        pattern=r"^(\d{4}-\d{2}-\d{2})?$",
        description="Cut-off, the last day that counts, empty for the last order",
        json_schema_extra={"unit": "YYYY-MM-DD"},
    )
    period_months: int = Field(
        12,
        ge=0,
        le=120,
        description="Months up to the cut-off that count, 0 for the whole history",
        json_schema_extra={"unit": "months"},
    )

    @field_validator("as_of")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        if value:
            date.fromisoformat(value)  # ValueError says which part is no date
        return value

    @classmethod
    def of(cls, namespace: Mapping[str, Any]) -> Self:
        """Take the settings out of a notebook: ``Settings.of(globals())``.

        Parameters
        ----------
        namespace : mapping of str to object
            The notebook's variables; names that are no setting are left alone.

        Returns
        -------
        Self
            The checked settings; a field the notebook lacks keeps its default.

        Raises
        ------
        RefusedError
            If the notebook has none of them, or a value is of the wrong type or out of
            its range.
        """
        given = {n: namespace[n] for n in cls.model_fields if n in namespace}
        if not given:
            raise RefusedError(
                "Run the cell with the parameters first: not one of them is known yet. "
                "If that cell ended with an error, put right what you typed there."
            )
        try:
            return cls(**given)
        except ValidationError as error:
            raise RefusedError(
                f"{explained(cls, error)} Change it in the cell with the parameters, "
                "and run the cells again from there."
            ) from None

    def load(self) -> Company:
        """Load the company as it was known on the evening of the cut-off."""
        from kamlab.company.loading import load

        return load(self.company).as_of(self.as_of)
