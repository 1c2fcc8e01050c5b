"""Files of every kind, good and bad, made by code: nothing hostile is ever committed."""

import io
import struct
import zlib
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
from PIL import Image

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def pdf(catalog="", page="", objects=(), *, version="1.7", head=b"", tail=b"", trailer="", pages=1, media="0 0 595 842"):
    """A PDF by hand: `catalog` and `page` are put into those dictionaries, `objects` get the numbers from 10 on."""
    kids = " ".join(f"{100 + n} 0 R" for n in range(pages))
    bodies = {1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>", 2: f"<</Type/Pages/Kids[{kids}]/Count {pages}>>"}
    bodies |= {100 + n: f"<</Type/Page/Parent 2 0 R/MediaBox[{media}]/Contents 3 0 R{page}>>" for n in range(pages)}
    bodies |= {3: b"<</Length 20>>stream\n0 0 m 100 100 l S   \nendstream"}
    bodies |= dict(enumerate(objects, start=10))
    out = bytearray(head + f"%PDF-{version}\n%\xe2\xe3\xcf\xd3\n".encode("latin-1"))
    places = {}
    for number, body in bodies.items():
        places[number] = len(out) - len(head)
        out += f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode("latin-1")) + b"\nendobj\n"
    start = len(out) - len(head)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number in sorted(places):
        out += f"{number} 1\n{places[number]:010} 00000 n \n".encode()
    out += f"trailer\n<</Root 1 0 R/Size {max(places) + 1}{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out) + tail


def stream(content, dictionary="/Filter/FlateDecode", *, packed=True):
    body = zlib.compress(content, 9) if packed else content
    return f"<<{dictionary}/Length {len(body)}>>stream\n".encode() + body + b"\nendstream"


def image(form="JPEG", mode="RGB", size=(120, 80), **options):
    out = io.BytesIO()
    picture = Image.linear_gradient("L").resize(size).convert(mode) if mode != "I;16" else Image.new("I;16", size, 40000)
    picture.save(out, form, **options)
    return out.getvalue()


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width, height, pixels, *, depth=8, colour=0, interlaced=0, tail=b"", extra=b""):
    """A PNG whose header need not tell the truth."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", pixels) + chunk(b"IEND", b"") + tail


def archive(members, *, method=ZIP_DEFLATED):
    out = io.BytesIO()
    with ZipFile(out, "w", method) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return out.getvalue()


def changed(container, add=None, replace=None):
    """The container with members added and texts replaced: `replace` is {member: (old, new)}."""
    with ZipFile(io.BytesIO(container)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    for name, (old, new) in (replace or {}).items():
        assert old.encode() in members[name], (name, old)
        members[name] = members[name].replace(old.encode(), new.encode())
    return archive(members | (add or {}))


def word(*paragraphs, picture=None):
    document = docx.Document()
    for text in paragraphs or ("质量管理制度",):
        document.add_paragraph(text)
    if picture:
        document.add_picture(io.BytesIO(picture))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sheet(cells=None):
    book = openpyxl.Workbook()
    for place, value in (cells or {"A1": "指标", "B1": 95}).items():
        book.active[place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def related(container, part, kind, target, *, mode="External"):
    """The container with one more relationship in `part`."""
    external = f' TargetMode="{mode}"' if mode else ""
    line = f'<Relationship Id="rIdX" Type="{RELATIONS}/{kind}" Target="{target}"{external}/>'
    return changed(container, replace={part: ("</Relationships>", line + "</Relationships>")})


def relationships(kind, target):
    line = f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="External"/>'
    return f'<Relationships xmlns="{PACKAGE}">{line}</Relationships>'


def in_body(container, markup):
    return changed(container, replace={"word/document.xml": ("<w:body>", f"<w:body>{markup}")})


def ofd(add=None, *, root="ofd:OFD"):
    body = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    main = f'<{root} xmlns:ofd="http://www.ofdspec.org/2016" Version="1.1">{body}</{root}>'
    page = '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"/>'
    members = {"OFD.xml": main, "Doc_0/Document.xml": "<ofd:Document xmlns:ofd='http://www.ofdspec.org/2016'/>"}
    return archive(members | {"Doc_0/Pages/Page_0/Content.xml": page} | (add or {}))


def compound(*streams):
    """What an old Office file shows of itself: the mark, and the names of its streams."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + names
