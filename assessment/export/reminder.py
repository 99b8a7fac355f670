"""The day of a client's next run for a calendar."""

import datetime

from assessment.texts import Texts

_DOMAIN = "next-run"  # no brand's name: it may change, the id must not
AHEAD = datetime.timedelta(days=14)  # when the calendar reminds


def reminder_ics(
    client: str,
    uid: str,
    day: datetime.date,
    texts: Texts,
    *,
    stamp: datetime.date,
    address: str,
    last: str = "",
) -> bytes:
    """The day as a calendar: a whole day which blocks nobody's time, with an alarm two weeks ahead.

    Its id stays the same, so that importing the file again moves the day. `last` says what the
    last run found.
    """
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", f"-//{texts('app.name')}//{_DOMAIN}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"{uid}@{_DOMAIN}")
    event.add("dtstamp", datetime.datetime.combine(stamp, datetime.time(), datetime.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + datetime.timedelta(days=1))
    summary = texts("reminder.event", client=client)
    event.add("summary", summary)
    about = [texts("reminder.last", found=last)] if last else []
    event.add("description", "\n".join([texts("reminder.about"), *about, address]))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -AHEAD)
    event.add_component(alarm)
    calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text
