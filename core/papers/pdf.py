"""Papers as PDF. Slow (0.1 s and more) and heavy in memory: for workers, after the commit."""

from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock

from weasyprint import CSS, HTML, Document
from weasyprint.text.ffi import ffi, pangoft2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from core.papers.content import Paper
from core.papers.cut import cut
from core.papers.fonts import faces
from core.papers.markup import Setter

# Pango's map of fonts is shared and not made for threads.
_lock = Lock()


class CutFonts(URLFetcher):
    """Hands out the cut fonts of one paper and nothing else: a paper reaches neither the network nor any file."""

    def __init__(self, fonts: dict[str, bytes]) -> None:
        super().__init__()
        self.fonts = fonts

    def fetch(self, url, headers=None):
        if url not in self.fonts:
            raise PermissionError("a paper may open its own fonts only")
        return URLFetcherResponse(url, body=self.fonts[url])


def render_pdf(paper: Paper) -> bytes:
    """Return the paper as PDF, the same bytes for the same paper on the same machine."""
    target = BytesIO()
    with _lock:
        document = render(paper)
        document.write_pdf(target)
        _release(document.font_config)
    return target.getvalue()


def _release(fonts: FontConfiguration) -> None:
    """Take the configuration from Pango's map of fonts, which otherwise never gives it back: 0.3 MB a paper."""
    pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", fonts.font_map), ffi.NULL)


def render(paper: Paper) -> Document:
    """Lay the paper out; not for two threads at once."""
    setter = Setter(faces())
    markup = setter.page(paper)
    cuts = {f"font:{role}": cut(face.path, face.number, setter.used[role]) for role, face in setter.needed()}
    fetcher, fonts = CutFonts(cuts), FontConfiguration()
    rules = (
        f"@font-face {{ font-family: 'Paper {role}'; src: url('font:{role}') }} i.{role} {{ font-family: 'Paper {role}' }}"
        for role in setter.used
    )
    styles = [CSS(string="\n".join(rules), font_config=fonts, url_fetcher=fetcher), _style()]
    return HTML(string=markup, url_fetcher=fetcher).render(font_config=fonts, stylesheets=styles)


@cache
def _style() -> CSS:
    return CSS(string=(Path(__file__).parent / "paper.css").read_text(encoding="utf-8"))
