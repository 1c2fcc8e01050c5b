"""The lines of `tests/access.py` for the leading group's meetings and for the first news medium. The world's edition is in 筹备."""

from dataclasses import replace

from tests.access_persons import GET, MEMBERS, OFFICE, POST, READERS, SECRETARY, SUPERVISOR, Line, unseen

DECIDERS = MEMBERS | SECRETARY

MEETING_LINES = (
    Line("publicity:meetings", GET, READERS, row="edition", blind=SUPERVISOR),
    Line("publicity:meeting-call", GET, SECRETARY, row="edition", status=409),
    Line("publicity:meeting-call", POST, SECRETARY, row="edition", status=409),
    unseen("publicity:meeting", GET, READERS),
    unseen("publicity:meeting-attendance", GET, SECRETARY),
    unseen("publicity:meeting-attendance", POST, SECRETARY),
    unseen("publicity:meeting-decide", GET, DECIDERS),
    unseen("publicity:meeting-decide", POST, DECIDERS),
    unseen("publicity:meeting-minutes", GET, SECRETARY),
    unseen("publicity:meeting-minutes", POST, SECRETARY),
    unseen("publicity:meeting-minutes-draft", GET, READERS),
    replace(unseen("publicity:meeting-scan", GET, READERS), args={"of": "call"}),
    unseen("publicity:strike-off", GET, DECIDERS),
    unseen("publicity:strike-off", POST, DECIDERS),
    unseen("publicity:appearance", GET, OFFICE),
    unseen("publicity:appearance", POST, OFFICE),
)
