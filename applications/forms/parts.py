"""All pages that an applicant fills in: the declaration's parts, then the self-assessment, item by item of the rubric."""

from applications.applicants.models import ApplicantKind
from applications.cases.models import Application
from applications.forms.spec import Field, Part, form
from procedure.rubrics.services import items_of

ASSESSMENT = "assessment"
ASSESSMENT_LENGTH = 3000


def parts_of(application: Application) -> list[Part]:
    """Return the parts of an application, in order."""
    kind = ApplicantKind.TEAM if application.applicant.kind == ApplicantKind.TEAM else ""
    return [*form(application.form).parts_for(kind), assessment_part(application)]


def part_of(application: Application, key: str) -> Part | None:
    """Return one part by its key, or None."""
    return next((part for part in parts_of(application) if part.key == key), None)


def assessment_part(application: Application) -> Part:
    """Return the self-assessment: one text for every item that bears points (article 18(2))."""
    fields = [
        Field(
            key=item.key,
            label=f"{item.code} {item.title}（{item.points}分）",
            kind="text",
            max_length=ASSESSMENT_LENGTH,
            help=item.guidance,
            article="18(2)",
        )
        for item in items_of(application.edition, application.category)
        if not item.children
    ]
    return Part(ASSESSMENT, "自我评价报告", tuple(fields), "对照评价标准逐条写：采用的方法、怎样展开、结果如何，用近三年的数据说明。")
