"""The applicant's time as a calendar file (RFC 5545): nothing but what his letter told."""

from datetime import UTC, datetime

from review.defense.models import Slot

MOST = 75  # octets a line; longer ones are folded


def calendar_file(slot: Slot, *, host: str, at: datetime) -> bytes:
    """Return one event, in UTC, lines ended and folded as calendars ask for. A later time takes the place of an earlier one."""
    session, edition = slot.session, slot.application.edition
    rule = f"陈述{session.speak_minutes}分钟，质询{session.question_minutes}分钟。"
    about = rule + (f"可以携带：{session.bring}" if session.bring else "")
    mark = "【演示】" if edition.demo else ""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Jinzhong Quality Award//Defense//ZH",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{slot.application_id}-defense@{host}",
        f"DTSTAMP:{_moment(at)}",
        f"DTSTART:{_moment(slot.begins_at)}",
        f"DTEND:{_moment(slot.ends_at)}",
        f"SUMMARY:{_escaped(f'{mark}{edition}陈述答辩')}",
        f"LOCATION:{_escaped(session.room)}",
        f"DESCRIPTION:{_escaped(about)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> str:
    """Break a line before it passes MOST octets; what follows begins with a space, and no character is cut."""
    parts, size = [""], 0
    for character in line:
        octets = len(character.encode())
        if size + octets > MOST:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += octets
    return "\r\n".join(parts)
