"""The leads as files that a customer relationship system imports: one line each, plain fields."""

import io
from collections.abc import Iterable

from assessment.export.tables import Cell, looks_like_formula, table
from assessment.lead_records import Lead

# The English names that such systems offer to match by themselves; docs/leads.md lists them.
COLUMNS = (
    *("Email", "Full Name", "Company Name", "Job Title", "Company Size", "Language"),
    *("Lead Status", "Contact Allowed", "Scorecard Readable", "Created", "Confirmed", "Withdrawn"),
    *("UTM Source", "UTM Medium", "UTM Campaign", "UTM Term", "UTM Content", "Referrer", "Notes"),
)
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def leads_csv(leads: Iterable[Lead]) -> bytes:
    """The leads as CSV; text in it is never taken for a formula."""
    rows = (dict(zip(COLUMNS, _row(lead), strict=True)) for lead in leads)
    return table(COLUMNS, rows).encode()


def leads_xlsx(leads: Iterable[Lead]) -> bytes:
    """The leads as a workbook of one sheet, every cell as text."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, **_PLAIN})
    sheet = book.add_worksheet("Leads")
    strong = book.add_format({"bold": True})
    text, quoted = book.add_format(), book.add_format({"quote_prefix": True})
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, strong)
        sheet.set_column(column, column, max(len(name), 14) + 2)
    for number, lead in enumerate(leads, 1):
        for column, cell in enumerate(_row(lead)):
            said = str(cell or "")
            sheet.write_string(number, column, said, quoted if looks_like_formula(said) else text)
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()


def _row(lead: Lead) -> tuple[Cell, ...]:
    latest = next((c for c in reversed(lead.consents) if c.purpose == "contact"), None)
    origin = lead.origin
    return (
        lead.email,
        lead.name,
        lead.organisation,
        lead.role,
        lead.size,
        lead.language,
        lead.status,
        "yes" if lead.contactable else "no",
        "yes" if lead.assessment else "no",
        lead.created.isoformat(),
        latest.confirmed.isoformat() if latest and latest.confirmed else None,
        latest.withdrawn.isoformat() if latest and latest.withdrawn else None,
        origin.get("utm_source"),
        origin.get("utm_medium"),
        origin.get("utm_campaign"),
        origin.get("utm_term"),
        origin.get("utm_content"),
        origin.get("referrer"),
        lead.notes,
    )
