"""The house rules, each a function that returns what breaks it, one line a fault; an empty list where it holds.

`python -m tests.rules` asks them all; `tests/test_architecture.py` asks them too and proves with planted faults that each
can fail. A rule takes what it looks at as an argument: the files of the house as `{path: text}`, models, or addresses.
"""
