"""OFD, the national fixed-layout format: a container of XML and images that opens and hides nothing."""

from mmap import mmap
from pathlib import Path

from core.files.causes import Refused
from core.files.inspection.archives import members, open_archive
from core.files.inspection.markup import parse
from core.files.signatures import FOREIGN, OLE, ZIP


def inspect(path: Path, data: mmap) -> None:
    documents: list[str] = []

    def start(name, attributes):
        if not documents and name != "OFD":
            raise Refused("broken")
        documents.append(name)

    with open_archive(path) as archive:
        names = {name.lower() for name in archive.namelist()}
        if any(name.endswith(("encryptions.xml", "encryptinfo.xml", "decryptseed.dat")) for name in names):
            raise Refused("encrypted")
        for name, content in members(archive):
            if content.startswith((OLE, *ZIP, *FOREIGN)):
                raise Refused("embedded")
            if name == "OFD.xml":
                parse(content, start=start)
        if "DocRoot" not in documents or not any("page" in name and name.endswith(".xml") for name in names):
            raise Refused("broken")
