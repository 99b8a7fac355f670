"""What other programs read: a scorecard and a workshop as JSON, CSV, XLSX and a calendar."""

from assessment.export.plan import plan_csv, plan_ics
from assessment.export.reminder import reminder_ics
from assessment.export.room import room_json
from assessment.export.scorecard import COLUMNS, answers_csv, scorecard_json, scorecard_object
from assessment.export.stored import Row, stored_csv, stored_json, stored_rows
from assessment.export.tables import file_name
from assessment.export.workbook import workshop_xlsx
from assessment.export.workshop import workshop_csv, workshop_json

__all__ = [
    "COLUMNS",
    "Row",
    "answers_csv",
    "file_name",
    "plan_csv",
    "plan_ics",
    "reminder_ics",
    "room_json",
    "scorecard_json",
    "scorecard_object",
    "stored_csv",
    "stored_json",
    "stored_rows",
    "workshop_csv",
    "workshop_json",
    "workshop_xlsx",
]
