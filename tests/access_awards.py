"""The lines of `tests/access.py` for step 9. The world's edition is in 筹备: nothing is requested, answered or awarded in it."""

from dataclasses import replace

from tests.access_persons import GET, MEMBERS, OFFICE, POST, READERS, SECRETARY, SUPERVISOR, Line, unseen

DECIDERS = MEMBERS | SECRETARY

AWARD_LINES = (
    Line("awards:approval", GET, READERS, row="edition", blind=SUPERVISOR),
    Line("awards:request-write", GET, SECRETARY, row="edition", status=409),
    Line("awards:request-write", POST, SECRETARY, row="edition", status=409),
    unseen("awards:request-draft", GET, READERS),
    unseen("awards:request-issue", GET, DECIDERS),
    unseen("awards:request-issue", POST, DECIDERS),
    unseen("awards:answer", GET, OFFICE),
    unseen("awards:answer", POST, OFFICE),
    unseen("awards:commendation", GET, OFFICE),
    unseen("awards:commendation", POST, OFFICE),
    unseen("awards:commendation-draft", GET, READERS),
    replace(unseen("awards:scan", GET, READERS), args={"of": "answer"}),
    Line("awards:register", GET, OFFICE, row="edition"),
    Line("awards:register", POST, OFFICE, row="edition", status=409),
    Line("awards:certificates", GET, OFFICE, row="edition"),
    Line("awards:certificates", POST, OFFICE, row="edition", status=422),
    unseen("awards:certificate", GET, OFFICE),
    Line("awards:judgments", GET, OFFICE, row="edition"),
    unseen("awards:judgment", GET, OFFICE),
    unseen("awards:judgment", POST, OFFICE),
)
