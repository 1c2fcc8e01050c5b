"""The one small file that stands for every proof in the demonstration: a PDF of one page that says what it is, 演示 无效."""

from dataclasses import replace
from functools import cache
from io import BytesIO

from django.core.files.base import File

from core.files.checks import Verdict, check
from core.files.kinds import EVIDENCE

LINES = ("演示  无效", "证实材料（演示）", "本文件为演示环境生成，内容虚构，不作任何依据。")
# Every reader of PDF knows this typeface and this encoding (ISO 32000-1 §9.7.5.2): no font need be embedded.
FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>",
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    "/FontDescriptor 6 0 R>>",
    "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120"
    "/CapHeight 880/StemV 93>>",
)


def pdf() -> bytes:
    """Return the bytes: the same whoever asks."""
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -40 Td " for line in LINES)
    drawn = f"BT /F1 20 Tf 72 740 Td {shown}ET"
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R/Resources<</Font<</F1 4 0 R>>>>>>"
    bodies = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        *FONT,
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
    )
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}"
    return out + f"{head}trailer\n<</Root 1 0 R/Size {len(bodies) + 1}>>\nstartxref\n{len(out)}\n%%EOF\n".encode("ascii")


def upload(name: str) -> File:
    """Return the file under a name, as a form hands it over that has just had it inspected."""
    file = File(BytesIO(pdf()), name=f"{name}（演示）.pdf")
    file.verdict = replace(_verdict(), name=file.name)
    return file


@cache
def _verdict() -> Verdict:
    """The same bytes need no second inspection, which takes a second."""
    return check(File(BytesIO(pdf()), name="演示.pdf"), allowed=EVIDENCE)
