"""script/setup on a machine that lacks something, by somebody who is not root: it names the one line, and goes on where it can."""

import os
import shutil
import subprocess

import pytest

from tests.environment import ROOT

pytestmark = pytest.mark.once
VENV_LINE = "An administrator must run: apt-get install -y python3-venv"
SYSTEM_LINE = "Some things will not work until an administrator runs: apt-get install -y --no-install-recommends "
USUAL = ("bash", "env", "dirname", "cmp", "tr", "mktemp", "rm", "mkdir", "find", "cat", "cp")


class Machine:
    """A folder with the scripts, and a path on which only what is put there is found."""

    def __init__(self, folder):
        self.folder, self.bin = folder / "project", folder / "bin"
        self.bin.mkdir()
        shutil.copytree(ROOT / "script", self.folder / "script")
        shutil.copytree(ROOT / "requirements", self.folder / "requirements")
        shutil.copy(ROOT / "package-lock.json", self.folder)
        for name in USUAL:
            (self.bin / name).symlink_to(shutil.which(name))
        self.put("id", "echo 1000")  # nobody in particular

    def put(self, name, script):
        program = self.bin / name
        program.write_text(f"#!/bin/bash\n{script}\n")
        program.chmod(0o755)

    def has_packages(self):
        """Everything that pip, npm and the typefaces bring is there already."""
        for place, content in ((".venv/bin/python", "requirements/base.txt"), (".venv/.installed-base", "requirements/base.txt")):
            (self.folder / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.folder / content, self.folder / place)
        (self.folder / ".venv/bin/python").chmod(0o755)
        (self.folder / "node_modules").mkdir()
        shutil.copy(self.folder / "package-lock.json", self.folder / "node_modules/.installed")
        (self.folder / "var/fonts").mkdir(parents=True)
        (self.folder / "var/fonts/FandolFang-Regular.otf").touch()

    def setup(self, *arguments):
        command = [str(self.folder / "script/setup"), *arguments]
        done = subprocess.run(
            command, env={"PATH": str(self.bin), "HOME": os.devnull}, capture_output=True, text=True, check=False, timeout=20
        )
        return done.returncode, done.stdout, done.stderr.splitlines()


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_without_python_it_stops_with_the_one_line(machine):
    assert machine.setup() == (1, "", [VENV_LINE])


def test_without_what_makes_environments_it_stops_with_the_one_line(machine):
    machine.put("python3", 'case "$2" in *ensurepip*) exit 1;; esac')

    assert machine.setup() == (1, "", [VENV_LINE])
    assert not (machine.folder / ".venv").exists()


def test_an_older_python_is_named(machine):
    machine.put("python3", 'case "$2" in *version_info*) exit 1;; esac; echo Python 3.9.2')

    assert machine.setup() == (1, "", ["Python 3.11 or newer is needed; this is Python 3.9.2."])


def test_a_demonstration_goes_on_without_the_systems_libraries_and_names_them_once(machine):
    machine.has_packages()
    machine.put("ldconfig", "true")

    code, said, warned = machine.setup("--demo")

    assert (code, said, len(warned)) == (0, "", 1)
    assert warned[0].startswith(SYSTEM_LINE)
    assert ["libpangoft2-1.0-0" in warned[0], "libharfbuzz-subset0" in warned[0], "chromium" in warned[0]] == [True, True, False]


def test_an_image_must_be_whole(machine):
    machine.has_packages()
    machine.put("ldconfig", "true")

    code, _, warned = machine.setup("--deploy")

    assert (code, warned[0].startswith(SYSTEM_LINE)) == (1, True)


def test_the_tests_name_every_tool_that_they_miss(machine):
    machine.has_packages()
    machine.put("ldconfig", "echo libpangoft2-1.0.so.0 libharfbuzz-subset.so.0")
    shutil.copy(machine.folder / "requirements/dev.txt", machine.folder / ".venv/.installed-dev")
    shutil.copy(machine.folder / "package-lock.json", machine.folder / "node_modules/.installed-test")

    _, _, warned = machine.setup("--test")

    assert ["chromium" in warned[0], "redis-server" in warned[0]] == [True, True]


def test_an_unknown_word_is_answered_with_the_usage(machine):
    code, _, warned = machine.setup("--everything")

    assert (code, warned) == (1, ["usage: script/setup [--demo | --test | --deploy]"])
