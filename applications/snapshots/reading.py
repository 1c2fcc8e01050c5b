"""A snapshot as somebody reads it: part by part, label and words. For pages and for the paper."""

from dataclasses import dataclass

from applications.answers.words import read
from applications.applicants.models import ApplicantKind
from applications.evidence.kinds import label_of
from applications.forms.parts import parts_of
from applications.forms.years import years_of
from applications.snapshots.models import Snapshot
from core.clock import shanghai
from core.dates import moment_in_words
from core.numerals import chinese_number
from core.papers.content import Block, Heading, Paper, Paragraph, Table, day


@dataclass(frozen=True)
class Section:
    """One part of a snapshot: its title, and label and words of each answer."""

    title: str
    answers: list[tuple[str, str]]


def sections(snapshot: Snapshot) -> list[Section]:
    """Return everything that was answered, in the order of the form; a filing on paper has its summary."""
    application, content = snapshot.application, snapshot.content
    answers, years = content["parts"], years_of(application.edition, snapshot.at)
    found = [Section(part.title, read(part, answers.get(part.key, {}), years)) for part in parts_of(application) if part.key in answers]
    if "paper" in answers:
        found.append(Section("纸质申报", [("摘要", answers["paper"].get("summary", ""))]))
    return found


def files(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    """Return kind, name and hash of every file of a snapshot."""
    category = snapshot.application.category
    return [(label_of(category, file["kind"]), file["name"], file["sha256"]) for file in snapshot.content["files"]]


def declaration(snapshot: Snapshot) -> Paper:
    """Return the declaration as a paper, from the snapshot alone."""
    application = snapshot.application
    blocks: list[Block] = [
        Paragraph(f"申报编号：{application.number}（{snapshot}）"),
        Paragraph(f"申报者：{snapshot.content['applicant']}"),
        Paragraph(f"推荐单位：{snapshot.content.get('body', '')}"),
        Paragraph(f"提交时间：{moment_in_words(snapshot.at)}"),
    ]
    for number, section in enumerate(sections(snapshot), start=1):
        blocks.append(Heading(1, f"{chinese_number(number)}、{section.title}"))
        blocks.append(Table(("项目", "内容"), tuple(section.answers), (0.3, 0.7)))
    blocks += _members(snapshot) + _files(snapshot)
    return Paper(
        title=f"{application.edition}\n申报表（{application.get_category_display()}）",
        blocks=tuple(blocks),
        signatory=snapshot.content["applicant"],
        dated_on=shanghai(snapshot.at),
        colophon=(f"内容指纹 {snapshot.fingerprint}", f"本表由系统按{day(shanghai(snapshot.at))}提交的{snapshot}生成。"),
        sealed=False,
        demo=application.edition.demo,
    )


def _members(snapshot: Snapshot) -> list[Block]:
    if snapshot.application.applicant.kind != ApplicantKind.TEAM:
        return []
    rows = tuple((str(member["order"]), member["name"]) for member in snapshot.content["members"])
    return [Heading(1, "小组成员"), Table(("排序", "姓名"), rows, (0.2, 0.8))]


def _files(snapshot: Snapshot) -> list[Block]:
    rows = tuple((kind, name) for kind, name, _ in files(snapshot))
    return [Heading(1, "证实材料"), Table(("类别", "文件"), rows, (0.4, 0.6))] if rows else []
