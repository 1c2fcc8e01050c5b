"""The two menus: the public's, and each role's. A list of labels and addresses; templates only print it."""

from dataclasses import dataclass

from accounts.actors import Actor
from accounts.grants.models import BODY_ROLES, Role

PUBLIC_MENU = (
    ("/", "首页"),
    ("/notices/", "公示公告"),
    ("/rules/", "评选办法"),
    ("/winners/", "历届获奖"),
    ("/verify/", "查验真伪"),
    ("/accounts/login/", "登录"),
)
HOME = ("/home/", "待办")
APPLY = ("/apply/", "申报")
LETTERS = ("/letters/", "送达文书")
PUBLICITY = ("/publicity/", "公示")
REVIEW = ("/review/", "评审")
WORK_MENU = {
    Role.OFFICE: (
        HOME,
        ("/editions/", "届次"),
        ("/qualification/", "资格审查"),
        REVIEW,
        ("/reviewers/", "评审员"),
        PUBLICITY,
        ("/letters/", "送达"),
        ("/units/", "单位核实"),
        ("/bodies/", "推荐单位"),
        ("/grants/", "授权"),
        ("/honours/", "以往获奖"),
        ("/interpretations/", "解释"),
        ("/calendar/", "工作日历"),
    ),
    Role.APPLICANT: (HOME, APPLY, LETTERS),
    **dict.fromkeys(BODY_ROLES, (HOME, ("/recommendations/", "推荐"), LETTERS)),
    Role.AGENCY: (HOME, REVIEW, ("/reviewers/", "评审员"), LETTERS),
    Role.REVIEWER: (HOME, ("/review/assignments/", "我的评审"), ("/review/invitations/", "邀请和承诺")),
    Role.LEADING_GROUP: (HOME, ("/editions/", "届次"), PUBLICITY),
    Role.SECRETARY: (HOME, ("/editions/", "届次"), PUBLICITY),
    Role.SUPERVISOR: (HOME, ("/editions/", "届次"), PUBLICITY),
    Role.SECURITY: (HOME, ("/people/", "人员"), ("/grants/", "授权")),
    Role.SYSTEM: (HOME, ("/system/", "系统"), ("/outbox/", "邮件和短信"), ("/calendar/", "工作日历")),
    Role.AUDIT: (HOME, ("/audit/", "登录和拒绝"), ("/audit/house/", "公共事项台账")),
}


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    current: bool
    count: int = 0


def public_navigation(path: str) -> list[Item]:
    """Return the menu of public pages."""
    return _menu(PUBLIC_MENU, path)


def work_navigation(path: str, actor: Actor) -> list[Item]:
    """Return the menu of the role in which somebody acts."""
    return _menu(WORK_MENU.get(actor.role, (HOME,)), path)


def _menu(entries: tuple, path: str) -> list[Item]:
    """The entry furthest into the path is where one is, the longer of two: of /editions/…/qualification/ it is the qualification."""
    places = {url: path.rfind(url) for url, _ in entries if url != "/"}
    current = (
        max(places, key=lambda url: (places[url], len(url))) if max(places.values(), default=-1) >= 0 else "/" if path == "/" else None
    )
    return [Item(label, url, url == current) for url, label in entries]
