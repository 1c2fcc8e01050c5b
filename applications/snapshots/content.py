"""The content of an application as it stands: what the commitment vouches for and what a snapshot freezes."""

from applications.answers.services import answers_by_part
from applications.applicants.models import TeamMember
from applications.cases.models import Application
from applications.evidence.services import standing


def content_of(application: Application) -> dict:
    """Return form, answers by part and field, files with their hashes, and members, ready for canonical JSON."""
    files = [
        {
            "kind": attachment.kind,
            "title": attachment.title,
            "name": attachment.file.name,
            "sha256": attachment.file.sha256,
            "size": attachment.file.size,
            "file": str(attachment.file_id),
        }
        for attachment in standing(application)
    ]
    members = TeamMember.objects.filter(applicant=application.applicant, left_at=None).select_related("person").order_by("order")
    return {
        "form": application.form,
        "applicant": application.applicant.unit.name,
        "parts": answers_by_part(application),
        "files": files,
        "members": [{"order": member.order, "name": member.person.name, "contribution": member.contribution} for member in members],
    }
