"""Two written lists: what of the rules is still to come, and what asks nothing of a program.

docs/rules.md is made from them and from what the code declares. An entry of COMING goes away with the code that carries
its article: the generator refuses one that is already carried. Keys are articles or items; values say when (A2 to A5,
or later) and what.
"""

COMING = {
    "20": "later · the award's life: amounts of prize money (奖励金) by document, and what prize money was used for, as winners report it",
    "25": "later · revocation (撤销) for deceit: case, hearing, request, announcement, recovery, ban",
    "26": "later · the award's life: regular visits (巡访) and what followed from them",
    "27": "later · revocation on the three grounds within the term of the award",
    "29": "later · the leading group takes away the right to take part in the selection (取消评选资格)",
}

ORGANISATIONAL = {
    "1": "Says why the rules exist and on what law they stand; nothing is done under it.",
    "2": "Says what the award is and to whom it goes; articles 5, 8, 9 and 11 make it concrete.",
    "4": "States the principles; every gate, notice and register serves them, none carries them alone.",
    "7": "No fee is asked anywhere: the program knows no payment, and the foot of every page says so.",
    "21": "Encourages applications to the provincial and the national award, which are run elsewhere.",
    "23": "Asks winners to go on improving; article 26 is where the office looks after it.",
}
