"""First bytes and patterns that are searched for; shared by the web process and the inspecting process."""

# The test file of EICAR, in two parts so that no scanner takes this module for one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
PACKED = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
# Programs and archives: never a part of an honest document.
FOREIGN = (
    b"MZ",
    b"\x7fELF",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"L\x00\x00\x00\x01\x14\x02",
    *PACKED,
)
