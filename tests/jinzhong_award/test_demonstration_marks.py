"""演示 无效 on whatever leaves a demonstration: every paper and every sheet is told whether its edition is one, every page says it."""

import ast
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from core.papers.content import DEMO_MARK

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]
MAKERS = {"core.papers.content": {"Paper"}, "core.sheets.excel": {"workbook", "write_workbook"}}
FRAMES = {"public.html", "workspace.html"}


def makers_in(tree):
    """Names under which a file has what makes papers and sheets."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module in MAKERS]
    return {alias.asname or alias.name for node in imports for alias in node.names if alias.name in MAKERS[node.module]}


def makings():
    """Yield every call that makes a paper or a sheet, outside the machinery itself."""
    for app in ("accounts", "procedure", "applications", "review", "publicity", "awards", "jinzhong_award"):
        for path in sorted((ROOT / app).rglob("*.py")):
            text = path.read_text()
            if not any(module in text for module in MAKERS):
                continue
            tree = ast.parse(text)
            names = makers_in(tree)
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_every_paper_and_every_sheet_is_told_whether_its_edition_is_a_demonstration():
    found = dict(makings())

    assert len(found) >= 13
    assert [place for place, call in found.items() if "demo" not in {keyword.arg for keyword in call.keywords}] == []


def test_every_page_stands_in_a_frame_that_says_so():
    pages = [path for path in (ROOT / "templates").rglob("*.html") if '{% extends "base.html" %}' in path.read_text()]

    assert {path.name for path in pages if path.parent.name == "templates"} == FRAMES


@pytest.mark.parametrize("frame", sorted(FRAMES))
@pytest.mark.parametrize("demo", [True, False])
def test_frame_of_a_demonstration_carries_the_mark(frame, demo):
    said = render_to_string(frame, {"house": {"demo": demo}, "demo": {}})

    assert (DEMO_MARK in said, "（演示）</title>" in said) == (demo, demo)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"), [("/accounts/login/", 200), ("/accounts/forgotten/", 200), ("/register/", 200), ("/nowhere/", 404)]
)
def test_pages_of_the_library_and_refusals_carry_it_too(client, settings, address, status):
    settings.DEMO = True
    settings.SITE = settings.SITE | {"demo": True}
    response = client.get(address)

    assert (response.status_code, DEMO_MARK in response.content.decode()) == (status, True)
