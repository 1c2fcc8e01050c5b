"""What happened to an application, as its applicant may know it: his own acts, never an outcome (design 10.8)."""

from datetime import datetime

from accounts.grants.models import Role
from applications.answers.models import AnswerPart
from applications.cases.models import Application, StatusChange
from applications.evidence.models import Attachment
from applications.forms.parts import parts_of
from core.todo import Happening

MOST = 20
WORDS = {
    "submit": "提交申报",
    "take-back": "取回修改",
    "resubmit": "补正后重新提交",
    "enter-paper": "代录纸质申报",
    "resubmit-paper": "代录纸质补正材料",
    "withdraw": "撤回申报",
    "end": "终止申报",
    "end-late": "终止申报",
    "lapse": "截止时没有提交，草稿作废",
}


def history(application: Application) -> list[Happening]:
    """Return the newest acts first: submissions, files, and the last saving of each part."""
    changes = application.changes.filter(move__in=WORDS).select_related("by")
    found = [Happening(change.at, _said(change)) for change in changes]
    files = Attachment.objects.filter(application=application, removed_at=None).select_related("by", "file")
    found += [Happening(file.at, f"{file.by.name}上传“{file.file.name}”") for file in files]
    titles = {part.key: part.title for part in parts_of(application)}
    found += [_saved(row, titles) for row in AnswerPart.objects.filter(application=application) if row.revisions and row.part in titles]
    return sorted(found, key=lambda item: item.at, reverse=True)[:MOST]


def _said(change: StatusChange) -> str:
    """Who did what; the reason where it is over."""
    who = change.by.name if change.role == Role.APPLICANT else "领导小组" if change.role == Role.LEADING_GROUP else "评选办"
    return f"{who}{WORDS[change.move]}{f'：{change.reason}' if change.reason else ''}"


def _saved(row: AnswerPart, titles: dict[str, str]) -> Happening:
    last = max(row.revisions.values(), key=lambda revision: revision["at"])
    return Happening(datetime.fromisoformat(last["at"]), f"{last['by']}改了“{titles[row.part]}”")
