"""What the opening of the call asks of the rubrics."""

from datetime import datetime

from procedure.editions.models import Category
from procedure.history import Subject
from procedure.machine import guard
from procedure.rubrics.models import Rubric


@guard("17", "评价标准已经录入，写明标准名称、编号和年份")
def rubrics_entered(subject: Subject, at: datetime) -> str | None:
    """One for each category: DB14/T 1462–1464, or what the 细则 names in their place. A row cannot be without its standard."""
    known = set(Rubric.objects.in_force(subject.edition).values_list("category", flat=True))
    missing = [f"{category.label}的评价标准" for category in Category if category not in known]
    return f"还没有录入：{'、'.join(missing)}。" if missing else None
