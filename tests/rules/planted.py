"""Faults planted on purpose, one or more a rule, and what comes near a fault and is right."""

from tests.rules import assets, code, templates

WORKSPACE = '{% extends "workspace.html" %}'
FRAME = '{% extends "base.html" %}'
MISSING = "which the rules do not have"
RIGHT = "which is further right"
LONG = "x = 1\n" * 401
LONG_FUNCTION = "def f():\n" + "    x = 1\n" * 40
# Written in parts, so that the house itself stays clean.
PATH, HOST = "/wo" + "rk/main/x", "https://registry." + "npmjs.org/x"
ACTING = {templates.ACTING: ""}

# The rule, the files with the fault, what is said of it.
PLANTED = [
    (code.imports_flow_leftward, {"review/x.py": "from publicity.moves import MOVES"}, [f"review/x.py:1 imports publicity.moves, {RIGHT}"]),
    (code.imports_flow_leftward, {"core/x.py": "def f():\n    import awards"}, [f"core/x.py:2 imports awards, {RIGHT}"]),
    (
        code.imports_flow_leftward,
        {"core/x.py": "import tests.factories"},
        ["core/x.py:1 imports tests.factories: nothing imports the tests"],
    ),
    (code.imports_are_absolute, {"review/x.py": "from . import y"}, ["review/x.py:1 imports by a relative path"]),
    (code.imports_stand_at_the_top, {"review/x.py": "def f():\n    import re"}, ["review/x.py:2 imports inside f()"]),
    (code.imports_stand_at_the_top, {"review/x.py": "y = import_module('re')"}, ["review/x.py:1 imports by a string"]),
    (code.files_are_short, {"review/x.py": LONG}, ["review/x.py has 401 lines"]),
    (code.files_are_short, {"templates/x.html": LONG}, ["templates/x.html has 401 lines"]),
    (code.functions_are_short, {"tests/x.py": LONG_FUNCTION}, ["tests/x.py:1 f() has 41 lines"]),
    (
        code.rows_have_no_hidden_order,
        {"review/x.py": "class A:\n    class Meta:\n        ordering = ['x']"},
        ["review/x.py:3 Meta.ordering"],
    ),
    (
        code.nothing_acts_by_signal,
        {"core/x.py": "from django.db.models.signals import post_save"},
        ["core/x.py:1 uses the signals of django.db.models.signals"],
    ),
    (code.nothing_acts_by_signal, {"core/x.py": "from a.fields import GenericForeignKey"}, ["core/x.py:1 uses GenericForeignKey"]),
    (code.time_is_an_argument, {"core/x.py": "timezone.now()"}, ["core/x.py:1 asks timezone.now()"]),
    (code.time_is_an_argument, {"core/x.py": "datetime.datetime.now(UTC)"}, ["core/x.py:1 asks datetime.datetime.now()"]),
    (code.time_is_an_argument, {"core/x.py": "date.today()"}, ["core/x.py:1 asks date.today()"]),
    (code.time_is_an_argument, {"core/x.py": "functions.Now()"}, ["core/x.py:1 asks functions.Now()"]),
    (code.time_is_an_argument, {"core/x.py": "F(auto_now=True)"}, ["core/x.py:1 auto_now"]),
    (code.time_is_an_argument, {"core/x.py": "F(default=timezone.now)"}, ["core/x.py:1 default=timezone.now"]),
    (code.time_is_an_argument, {"templates/x.html": '{% now "Y" %}'}, ["templates/x.html prints the machine's time by a tag"]),
    (code.quoted_articles_exist, {"core/x.py": "@guard('18(10)', 'x')\ndef f(): pass"}, [f"core/x.py:1 quotes 18(10), {MISSING}"]),
    (code.quoted_articles_exist, {"core/x.py": "RuleRefused('x', article='32')"}, [f"core/x.py:1 quotes 32, {MISSING}"]),
    (code.quoted_articles_exist, {"templates/x.html": '{% article "8(1)" %}'}, [f"templates/x.html:1 quotes 8(1), {MISSING}"]),
    (templates.nothing_is_inline, {"templates/x.html": '<p style="x">'}, ["templates/x.html:1 has a style attribute"]),
    (templates.nothing_is_inline, {"templates/x.html": "<style>p{}</style>"}, ["templates/x.html:1 has a style element"]),
    (
        templates.nothing_is_inline,
        {"templates/x.html": "\n<script>x()</script>"},
        ["templates/x.html:2 has a script without src", "templates/x.html:2 has a script with a body"],
    ),
    (
        templates.nothing_is_inline,
        {"templates/x.html": '<script src="/x.js">y()</script>'},
        ["templates/x.html:1 has a script with a body"],
    ),
    (templates.nothing_is_inline, {"templates/x.html": "<p onclick='x'>"}, ["templates/x.html:1 has an on… handler"]),
    (templates.nothing_is_inline, {"templates/x.html": '<a href="javascript:x">'}, ["templates/x.html:1 has a javascript: address"]),
    (templates.nothing_comes_from_elsewhere, {"templates/x.html": '<img src="https://x.example/y">'}, ["x.html:1 names another origin"]),
    (
        templates.nothing_comes_from_elsewhere,
        {"static/css/x.css": "p{background:url(//x.example/y)}"},
        ["static/css/x.css:1 names another origin"],
    ),
    (
        templates.templates_look_leftward,
        {"templates/procedure/x.html": "{% url 'awards:winners' %}"},
        [f"templates/procedure/x.html:1 reverses awards:winners of awards, {RIGHT}"],
    ),
    (
        templates.templates_look_leftward,
        {"templates/procedure/x.html": "{% url 'none' %}"},
        ["templates/procedure/x.html:1 reverses none, which does not exist"],
    ),
    (
        templates.templates_look_leftward,
        {"templates/base.html": "{% url 'procedure:rules' %}"},
        [f"templates/base.html:1 reverses procedure:rules of procedure, {RIGHT}"],
    ),
    (
        templates.templates_look_leftward,
        {"templates/review/x.html": "{% include 'awards/_x.html' %}"},
        [f"templates/review/x.html:1 needs awards/_x.html, {RIGHT}"],
    ),
    (templates.templates_look_leftward, {"templates/other/x.html": ""}, ["templates/other/x.html stands in a folder of no app"]),
    (templates.forms_are_protected, {"templates/x.html": "<form method='post'></form>"}, ["templates/x.html:1 posts without csrf_token"]),
    (
        templates.forms_are_protected,
        ACTING | {"templates/pages/x.html": WORKSPACE + '<form method="post">{% csrf_token %}</form>'},
        ["templates/pages/x.html:1 posts without the acting grant"],
    ),
    (
        templates.forms_are_protected,
        ACTING
        | {
            "templates/pages/x.html": WORKSPACE + '{% include "pages/_y.html" %}',
            "templates/pages/_y.html": "<form method=post>{% csrf_token %}</form>",
        },
        ["templates/pages/_y.html:1 posts without the acting grant"],
    ),
    (
        templates.mistakes_are_listed_once,
        {"templates/x.html": '{% include "_components/form_errors.html" with form=one only %}<form>{{ one }}</form>'},
        ["templates/x.html:1 lists the mistakes of one, which lists them itself"],
    ),
    (templates.pages_have_one_heading, {"templates/x.html": FRAME}, ["templates/x.html has 0 h1"]),
    (templates.pages_have_one_heading, {"templates/x.html": FRAME + "<h1>a</h1><h1>b</h1>"}, ["templates/x.html has 2 h1"]),
    (templates.pages_have_one_heading, {"templates/x.html": FRAME + "{% if a %}<h1>a</h1>{% endif %}"}, ["templates/x.html has 0 to 1 h1"]),
    (assets.colours_are_tokens, {"static/css/x.css": "p {\n  color: #a00;\n}"}, ["static/css/x.css:2 names the colour #a00"]),
    (assets.colours_are_tokens, {"static/css/x.css": "p { border: 1px solid rgb(0 0 0) }"}, ["static/css/x.css:1 names the colour rgb("]),
    (assets.scripts_are_short, {"static/js/x.js": "x;\n" * 60}, ["static/js/x.js has 60 lines"]),
    (assets.no_machine_is_named, {"docs/x.md": f"see {PATH}"}, [f"docs/x.md:1 names {PATH[:6]}"]),
    (assets.no_machine_is_named, {".npmrc": f"registry={HOST}"}, [f".npmrc:1 names {HOST.rpartition('/')[0]}"]),
]

CLEAN = [
    (code.imports_flow_leftward, {"awards/x.py": "from core import clock\nimport review.moves"}),
    (code.imports_stand_at_the_top, {"awards/migrations/0001_x.py": "def f():\n    import re"}),
    (code.functions_are_short, {"awards/migrations/0001_x.py": LONG_FUNCTION}),
    (code.time_is_an_argument, {"core/clock.py": "datetime.now(UTC)", "core/x.py": "clock.now()"}),
    (
        templates.nothing_is_inline,
        {"templates/x.html": '<script src="/x.js" defer></script><script type="application/json">{}</script>{# onclick="x" #}'},
    ),
    (templates.templates_look_leftward, {"templates/awards/x.html": "{% extends 'public.html' %}{% url 'procedure:rules' %}"}),
    (templates.forms_are_protected, ACTING | {"templates/pages/x.html": WORKSPACE + '<form method="post">{% acting %}</form>'}),
    (templates.forms_are_protected, {"templates/pages/x.html": '<form method="get"></form>'}),
    (
        templates.mistakes_are_listed_once,
        {"templates/x.html": '{% include "form_errors.html" with form=one only %}{{ one.text }}{{ two }}'},
    ),
    (
        templates.pages_have_one_heading,
        {"templates/x.html": '{% extends "b.html" %}{% if a %}<h1>{% elif b %}<h1>{% else %}<h1>{% endif %}'},
    ),
    (
        templates.pages_have_one_heading,
        {"templates/x.html": '{% extends "_b.html" %}', "templates/_b.html": '{% extends "c.html" %}<h1>{% block a %}'},
    ),
    (
        assets.colours_are_tokens,
        {"static/css/tokens.css": "p { color: #a00 }", "static/css/x.css": "#a00 { color: var(--red-7) /* #fff */ }"},
    ),
]
