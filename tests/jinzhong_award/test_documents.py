"""What the written documents name is there: decisions, scripts, commands, addresses, files, and every role in the manual."""

import re

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from accounts.grants.models import Role
from jinzhong_award.navigation import WORK_MENU
from tests.environment import ROOT

pytestmark = pytest.mark.once
WRITTEN = ("README.md", "CONTRIBUTING.md", "docs/operations.md", "docs/ledger.md", "docs/manual.md")
DEMO = ("/demo/",)  # there in a demonstration alone


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_list_of_decisions_names_each_of_them():
    pages = sorted(path.name for path in (ROOT / "docs/decisions").glob("0*.md"))

    assert re.findall(r"^- \[\d{4}\]\(([^)]+)\)", text("docs/decisions/README.md"), re.MULTILINE) == pages


@pytest.mark.parametrize("name", WRITTEN)
def test_scripts_commands_and_files_are_there(name):
    written = text(name)
    wanted = set(re.findall(r"\bscript/[a-z-]+", written)) | set(re.findall(r"`((?:docs|deploy|core|tests)/[\w./-]+)`", written))
    commands = set(re.findall(r"manage\.py ([a-z_]+)", written))

    assert sorted(path for path in wanted if not (ROOT / path).exists()) == []
    assert sorted(commands - set(get_commands())) == []


@pytest.mark.parametrize("name", WRITTEN)
def test_addresses_are_there(name):
    missing = []
    for address in re.findall(r"[`（](/[a-z0-9/.-]*)[`）]", text(name)):
        try:
            resolve(address)
        except Resolver404:
            missing += [] if address in DEMO else [address]

    assert missing == []


def test_the_manual_speaks_to_every_role_and_of_every_door_of_the_menus():
    manual = text("docs/manual.md")
    doors = {label for entries in WORK_MENU.values() for _, label in (entry[:2] for entry in entries)}

    assert [label for label in sorted(doors) if label not in manual] == []
    said = {Role.APPLICANT: "申报者", Role.AGENCY: "受委托机构", Role.SUPERVISOR: "监督人员", Role.SECRETARY: "秘书", Role.OFFICE: "评选办"}
    assert [role for role in Role if said.get(role, role.label.removeprefix("推荐单位").removesuffix("成员")) not in manual] == []
