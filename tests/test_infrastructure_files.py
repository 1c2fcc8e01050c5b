"""What is shipped beside the code: the compose file, the example environment, the locks, the scripts."""

import os
import re
import shutil
import subprocess

import pytest
import yaml
from django.conf import settings

from jinzhong_award.middleware import METHODS
from tests.environment import ROOT

pytestmark = pytest.mark.once

COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
SERVICES = COMPOSE["services"]
EXAMPLE_TEXT = (ROOT / ".env.example").read_text()
EXAMPLE = dict(line.split("=", 1) for line in EXAMPLE_TEXT.splitlines() if re.match(r"[A-Z_]+=", line))
NAMED_IN_EXAMPLE = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE_TEXT, re.MULTILINE))


def role(service):
    return SERVICES[service]["environment"]["DATABASE_URL"].split("//")[1].split(":")[0]


def test_the_services_of_the_house():
    assert set(SERVICES) == {"migrate", "web", "worker", "beat", "postgres", "redis", "nginx"}


def test_only_migrate_owns_the_tables():
    assert {name: role(name) for name in ("migrate", "web", "worker", "beat")} == {
        "migrate": "owner",
        "web": "application",
        "worker": "application",
        "beat": "application",
    }
    sql = (ROOT / "deploy/postgres/roles.sql").read_text()
    assert not re.search("TRUNCATE|SUPERUSER|CREATEDB", sql)


def test_everything_that_stays_up_is_watched():
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == {"migrate"}
    assert {name for name, service in SERVICES.items() if service["restart"] != "unless-stopped"} == {"migrate"}


def test_nothing_starts_before_the_tables_stand():
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_only_nginx_is_reached_from_outside():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"nginx"}


def test_the_application_runs_in_production_and_never_as_demonstration():
    for name in ("migrate", "web", "worker", "beat"):
        assert SERVICES[name]["environment"]["MODE"] == "production"
        assert not {"DEMO", "DEBUG"} & set(SERVICES[name]["environment"])


def test_every_named_volume_is_declared():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", []) if volume[0] not in "./$"}
    assert used == set(COMPOSE["volumes"])


def test_every_variable_of_the_compose_file_is_in_the_example():
    assert set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", COMPOSE_TEXT)) == set(EXAMPLE)


def test_every_variable_of_the_settings_is_in_the_example():
    read = set(re.findall(r"""env(?:\.\w+)?\(\s*["']([A-Z_]+)["']""", (ROOT / "jinzhong_award/settings.py").read_text()))

    assert read - NAMED_IN_EXAMPLE == set()


def test_the_example_holds_no_secret():
    secret = {name for name in EXAMPLE if re.search("KEY|PASSWORD", name)}

    assert {name: EXAMPLE[name] for name in secret} == dict.fromkeys(secret, "")


def test_compose_accepts_the_file(tmp_path):
    command = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
    if subprocess.run([*command, "version"], capture_output=True, check=False).returncode if shutil.which(command[0]) else True:
        pytest.skip("no compose on this machine: the file is read by the tests above alone")
    filled = tmp_path / ".env"
    filled.write_text("\n".join(f"{name}={value or 'x'}" for name, value in EXAMPLE.items()))

    done = subprocess.run([*command, "--env-file", str(filled), "config", "-q"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "name", ["setup", "demo", "test", "check", "bench", "lock", "restore-drill", "../.ci/run", "../deploy/postgres/init.sh"]
)
def test_scripts_are_executable_and_whole(name):
    script = ROOT / "script" / name

    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
    assert "set -euo pipefail" in script.read_text()


def test_setup_has_nothing_to_do_twice():
    done = subprocess.run(["script/setup", "--test"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=5)

    assert done.stdout == ""


def test_every_package_is_asked_for_with_a_reason():
    for name in ("base", "dev", "node"):
        lines = (ROOT / f"requirements/{name}.in").read_text().splitlines()
        asked = [line for line in lines if line and not line.startswith(("#", "-"))]
        assert [line for line in asked if " # " not in line] == ([] if name != "node" else asked)


def test_nginx_takes_what_the_application_takes_and_refuses_in_its_words():
    conf = (ROOT / "deploy/nginx.conf").read_text()
    methods = re.search(r"\$request_method !~ \^\(([A-Z|]+)\)", conf)[1]
    assert (methods.split("|"), f"client_max_body_size {settings.LARGEST_BODY // 1024**2}m;" in conf) == (list(METHODS), True)

    said = {codes.split()[0]: page for codes, page in re.findall(r"error_page ([\d ]+)(?: =\d+)? /problems/(\d+)\.html;", conf)}
    assert said == {"400": "400", "405": "405", "413": "413", "429": "429", "502": "503"}
    for code in said.values():
        page = (ROOT / f"deploy/problems/{code}.html").read_text()
        heading = re.search(r"<h1[^>]*>([^<]+)</h1>", page)[1]
        assert f"{{% block heading %}}{heading}{{% endblock %}}" in (ROOT / f"templates/errors/{code}.html").read_text()
        assert not re.search(r"https?://|style=|<script", page)


@pytest.mark.deep
def test_a_backup_comes_back_whole_and_a_damaged_one_is_found():
    done = subprocess.run(["script/restore-drill"], cwd=ROOT, capture_output=True, text=True, check=False, env=without_settings())

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "The backup comes back whole."), done.stderr


def without_settings():
    """The environment of a shell: nothing of what the tests chose for themselves."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
