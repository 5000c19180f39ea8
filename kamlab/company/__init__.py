"""The company: tables declared once, loaded, checked, cut off in time, saved."""

from kamlab.company.company import Company
from kamlab.company.exporting import export_csv, export_xlsx, formula_safe
from kamlab.company.loading import check_folder, load
from kamlab.company.rates import Rates
from kamlab.company.settings import ReportSettings, Settings

__all__ = [
    "Company",
    "Rates",
    "ReportSettings",
    "Settings",
    "check_folder",
    "export_csv",
    "export_xlsx",
    "formula_safe",
    "load",
]
