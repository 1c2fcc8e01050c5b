"""Row 6: an official paper beside WeasyPrint as it comes; its size; the memory of five hundred."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from weasyprint import CSS, HTML

from bench.measure import Line, bracketed, cpu, is_quick
from core.papers import pdf
from core.papers.content import Paper
from core.papers.fonts import faces, fonts_missing
from core.papers.markup import Setter
from core.papers.pdf import render_pdf
from tests.core.papers.samples import notice, with_list

PAPERS = 500
MANY = """
import sys
import django
from bench.measure import peak
django.setup()
from core.papers.pdf import render_pdf
from tests.core.papers.samples import notice
for number in range(int(sys.argv[1])):
    render_pdf(notice(title=f"关于第{number}号名单的公示"))
print(peak())
"""


def measured() -> Iterator[Line]:
    for name, paper in (("a notice of two pages", notice()), ("a list of forty", with_list())):
        figure, ceiling = bracketed(lambda paper=paper: cpu(lambda: render_pdf(paper), 3), lambda paper=paper: cpu(lambda: plain(paper), 3))
        size = len(render_pdf(paper)) / 1024
        said = f"{figure / ceiling:.2f}x ({figure:.0f} / {ceiling:.0f} ms), {size:.0f} KB"
        yield Line(name, "≤ 0.65 x default WeasyPrint, ≤ 150 KB", said, figure / ceiling <= 0.65 and size <= 150)
    lacking = fonts_missing()
    yield Line("what papers lack on this machine, named at start-up", "nothing", "、".join(lacking) or "nothing", not lacking)
    count = 50 if is_quick() else PAPERS
    command = [sys.executable, "-c", MANY, str(count)]
    peak = float(subprocess.run(command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout)
    yield Line(f"peak of {count} papers in one process", "≤ 300 MB", f"{peak:.0f} MB", peak <= 300)


def plain(paper: Paper) -> bytes:
    """The ceiling: the same document by WeasyPrint as it comes, with an installed typeface in place of those cut for the paper."""
    text = (Path(pdf.__file__).parent / "paper.css").read_text(encoding="utf-8")
    for role in ("latin", "fang", "kai", "hei", "title", "song"):
        text = text.replace(f"'Paper {role}'", "'Noto Serif CJK SC'")
    return HTML(string=Setter(faces()).page(paper)).write_pdf(stylesheets=[CSS(string=text)])
