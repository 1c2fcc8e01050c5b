"""Odd but good files: what is odd about each, its name, how it is made, and the kind it is."""

import io
import zlib

import openpyxl
import weasyprint
from openpyxl.chart import BarChart, Reference
from PIL import Image
from pypdf import PdfReader, PdfWriter

from core.files.kinds import Kind
from tests.core.files import make

XMP = b'<?xpacket begin=""?><rdf:RDF xmlns:rdf="x"><rdf:Description pdfaid:part="2" xmlns:pdfaid="y"/></rdf:RDF><?xpacket end="w"?>'
LINKS = "word/_rels/document.xml.rels"


def rewritten(content, change=lambda writer: None):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_form():
    field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(x)/Rect[0 0 9 9]>>"
    return make.pdf("/AcroForm<</Fields[10 0 R]>>", "/Annots[10 0 R]", [field])


def added_later():
    """A second revision behind the first, as signing does it."""
    first = make.pdf()
    start = first.rfind(b"startxref\n")
    before = first[start:].split()[1].decode()
    place = len(first)
    more = b"3 0 obj\n<</Length 20>>stream\n0 0 m 100 200 l S   \nendstream\nendobj\n"
    xref = f"xref\n3 1\n{place:010} 00000 n \ntrailer\n<</Root 1 0 R/Size 101/Prev {before}>>\nstartxref\n{place + len(more)}\n%%EOF\n"
    return first + more + xref.encode()


def turned():
    """A picture of a telephone: EXIF says to turn it, and a thumbnail rides along."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "华为"
    return make.image(exif=exif)


def two_in_one():
    """Telephones put a second picture behind the first."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40), "red")])
    return out.getvalue()


def chart():
    book = openpyxl.Workbook()
    for n in range(9):
        book.active.append([n, n * n])
    bars = BarChart()
    bars.add_data(Reference(book.active, min_col=1, max_col=2, min_row=1, max_row=9))
    book.active.add_chart(bars, "D2")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def wide():
    return make.sheet({f"A{n}": f"第{n}项" for n in range(1, 3000)})


def paged(**options):
    return weasyprint.HTML(string="<h1>自评报告</h1><p>质量 <a href='https://example.cn'>网址</a></p><ul><li>𠮷㛃䶮</ul>").write_pdf(
        **options
    )


DOCX, XLSX, PDF, JPG, PNG, OFD = Kind.DOCX, Kind.XLSX, Kind.PDF, Kind.JPG, Kind.PNG, Kind.OFD
# (what is odd, its name, its bytes, its kind)
GOOD = [
    # names
    ("Chinese name", "山西某某集团有限公司营业执照（副本）.pdf", make.pdf, PDF),
    ("rare characters", "𠮷㛃䶮垚犇堃喆旸珺.pdf", make.pdf, PDF),
    ("long name", "很长的名字" * 45 + ".pdf", make.pdf, PDF),
    ("emoji", "👩‍👩‍👧合影😀.jpg", make.image, JPG),
    ("upper case", "SCAN0001.PDF", make.pdf, PDF),
    ("JPEG spelled out", "照片.JPEG", make.image, JPG),
    ("no ending", "营业执照", make.pdf, PDF),
    ("dots everywhere", "附件3.二期.最终版.v2.docx", make.word, DOCX),
    ("path of Windows", "C:\\用户\\张三\\证明.pdf", make.pdf, PDF),
    ("looks like a program", "setup.exe.pdf", make.pdf, PDF),
    ("HTML in the name", "<script>alert(1)</script>.pdf", make.pdf, PDF),
    ("blanks and a dot behind", " 证明 .pdf. ", make.pdf, PDF),
    # pictures
    ("CMYK", "a.jpg", lambda: make.image(mode="CMYK"), JPG),
    ("grey", "a.jpg", lambda: make.image(mode="L"), JPG),
    ("progressive", "a.jpg", lambda: make.image(size=(900, 700), progressive=True), JPG),
    ("turned by EXIF", "a.jpg", turned, JPG),
    ("two in one", "a.jpg", two_in_one, JPG),
    ("bytes behind the end", "a.jpg", lambda: make.image() + b"SEFT" + b"\0" * 64, JPG),
    ("one pixel", "a.jpg", lambda: make.image(size=(1, 1)), JPG),
    ("very long", "a.jpg", lambda: make.image(size=(200, 30000)), JPG),
    ("16 bit", "a.png", lambda: make.image("PNG", "I;16"), PNG),
    ("one bit", "a.png", lambda: make.image("PNG", "1", size=(1001, 700)), PNG),
    ("transparent", "a.png", lambda: make.image("PNG", "RGBA"), PNG),
    ("palette", "a.png", lambda: make.image("PNG", "P"), PNG),
    ("interlaced", "a.png", lambda: make.png(5, 5, zlib.compress(b"\0" * 36), interlaced=1), PNG),
    ("moving", "a.png", lambda: make.image("PNG", save_all=True, append_images=[Image.new("RGB", (120, 80))]), PNG),
    ("A3 at 400 dpi", "a.png", lambda: make.image("PNG", "1", size=(4677, 6614)), PNG),
    # PDF
    ("PDF 1.0", "a.pdf", lambda: make.pdf(version="1.0"), PDF),
    ("PDF 1.4", "a.pdf", lambda: make.pdf(version="1.4"), PDF),
    ("PDF 2.0", "a.pdf", lambda: make.pdf(version="2.0"), PDF),
    ("mark in front", "a.pdf", lambda: make.pdf(head=b"\xef\xbb\xbf\r\n"), PDF),
    ("zeros behind", "a.pdf", lambda: make.pdf(tail=b"\0" * 5000), PDF),
    ("wrong table of places", "a.pdf", lambda: make.pdf().replace(b"startxref\n", b"startxref\n9"), PDF),
    ("second revision", "a.pdf", added_later, PDF),
    ("form to fill in", "a.pdf", with_form, PDF),
    ("sheet A0", "a.pdf", lambda: make.pdf(media="0 0 2384 3370"), PDF),
    ("three hundred pages", "a.pdf", lambda: make.pdf(pages=300), PDF),
    ("links and bookmarks", "a.pdf", paged, PDF),
    ("tagged for screen readers", "a.pdf", lambda: paged(pdf_variant="pdf/ua-1"), PDF),
    (
        "for the archive",
        "a.pdf",
        lambda: make.pdf(
            "/Metadata 10 0 R/MarkInfo<</Marked true>>", objects=[make.stream(XMP, "/Type/Metadata/Subtype/XML", packed=False)]
        ),
        PDF,
    ),
    ("opens at a page", "a.pdf", lambda: make.pdf("/OpenAction[100 0 R/Fit]"), PDF),
    ("compressed objects", "a.pdf", lambda: paged(uncompressed_pdf=False), PDF),
    ("rewritten", "a.pdf", lambda: rewritten(make.pdf(), lambda writer: writer.add_metadata({"/Title": "证明"})), PDF),
    (
        "blank scanned page",
        "a.pdf",
        lambda: make.pdf(
            "/X 10 0 R",
            objects=[make.stream(b"\xff" * 35_000_000, "/Subtype/Image/Width 2480/Height 3508/BitsPerComponent 8/Filter/FlateDecode")],
        ),
        PDF,
    ),
    ("a program by its text only", "a.pdf", lambda: make.pdf("/X(/Launch cmd.exe /JavaScript)"), PDF),
    # Office, OFD
    ("pictures", "a.docx", lambda: make.word("图", picture=make.image()), DOCX),
    ("web address", "a.docx", lambda: make.related(make.word(), LINKS, "hyperlink", "https://example.cn/?a=1"), DOCX),
    ("mail address", "a.docx", lambda: make.related(make.word(), LINKS, "hyperlink", "mailto:a@example.cn"), DOCX),
    ("file beside it", "a.docx", lambda: make.related(make.word(), LINKS, "hyperlink", "附件\\表.xlsx"), DOCX),
    (
        "own template",
        "a.docx",
        lambda: make.changed(
            make.word(), add={"word/_rels/settings.xml.rels": make.relationships("attachedTemplate", "file:///C:\\公文.dotx")}
        ),
        DOCX,
    ),
    (
        "numbers of a chart",
        "a.docx",
        lambda: make.changed(make.word(), add={"word/embeddings/Microsoft_Excel_Sheet1.xlsx": make.sheet()}),
        DOCX,
    ),
    ("words of the field list", "a.docx", lambda: make.word("DDEAUTO是什么；=cmd|'/c calc'!A0；<script>"), DOCX),
    ("empty", "a.docx", lambda: make.word(""), DOCX),
    ("formulas", "a.xlsx", lambda: make.sheet({"A1": 1, "A2": '=IF(A1>0,"甲|乙",SUM(A1:A1))'}), XLSX),
    ("chart", "a.xlsx", chart, XLSX),
    ("three thousand rows", "a.xlsx", wide, XLSX),
    ("text that looks like a formula", "a.xlsx", lambda: make.sheet({"A1": "'=cmd"}), XLSX),
    ("OFD", "发票.ofd", make.ofd, OFD),
    ("OFD with the invoice's data", "发票.OFD", lambda: make.ofd({"Doc_0/Attachs/original_invoice.xml": "<a/>"}), OFD),
]
