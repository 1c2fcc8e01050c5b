"""The content of an application as it stands: what the commitment vouches for and what a snapshot freezes."""

from applications.answers.services import answers_by_part
from applications.applicants.models import TeamMember
from applications.cases.models import Application
from applications.commitments.models import Commitment
from applications.evidence.kinds import COMMITMENT
from applications.evidence.services import standing
from core.canonical import digest, moment


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
        "body": application.body.name if application.body_id else "",
        "parts": answers_by_part(application),
        "files": files,
        "members": [{"order": member.order, "name": member.person.name, "contribution": member.contribution} for member in members],
    }


def frozen_content(application: Application) -> dict:
    """Return what a submission freezes: the content, and how somebody vouched for it."""
    content = content_of(application)
    return content | {"commitment": _commitment(application, content)}


def commitment_of(application: Application, content: dict) -> Commitment | None:
    """Return the commitment that was signed over exactly this content, or None."""
    signed = Commitment.objects.filter(application=application, fingerprint=digest(content)).select_related("by")
    return signed.order_by("-event_id").first()


def _commitment(application: Application, content: dict) -> dict:
    if signed := commitment_of(application, content):
        return {"how": "signed", "by": signed.by.name, "at": moment(signed.at), "method": signed.method}
    scans = [file["sha256"] for file in content["files"] if file["kind"] == COMMITMENT]
    return {"how": "scan", "sha256": scans} if scans else {}
