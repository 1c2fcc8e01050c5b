"""Servers of one run, and the CPU time of all their processes for one request."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

TICK = 1000 / os.sysconf("SC_CLK_TCK")  # milliseconds
ROUNDS = 3
LEAST = 250  # milliseconds of CPU that a measurement takes at least: a tick is ten


class Server:
    """A command that serves HTTP on a port of its own; used as a context it is ended by its process id."""

    def __init__(self, command: list[str], port: int, **variables: str) -> None:
        self.port = port
        self.process = subprocess.Popen(command, env=os.environ | variables, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self) -> "Server":
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("localhost", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"nothing listens: {self.process.args}")

    def __exit__(self, *fault) -> None:
        self.process.terminate()
        self.process.wait()

    def get(self, path: str, times: int = 1) -> http.client.HTTPResponse:
        """Ask for a path again and again on one connection. RuntimeError for any answer but 200."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=30)
        for _ in range(times):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
        connection.close()
        return answer

    def spent(self) -> float:
        """Return the CPU milliseconds of the process and its children until now."""
        found = [_stat(folder) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
        mine = [fields for fields in found if fields and self.process.pid in (int(fields[0]), int(fields[2]))]
        return sum(int(fields[12]) + int(fields[13]) for fields in mine) * TICK

    def cost(self, path: str, times: int) -> float:
        """Return the CPU milliseconds of one request."""
        before = self.spent()
        self.get(path, times)
        return (self.spent() - before) / times

    def times_for(self, path: str) -> int:
        """Return how many requests a measurement needs."""
        self.get(path, 20)
        return max(30, int(LEAST / max(self.cost(path, 60), 0.05)))


def _stat(folder: Path) -> list[str] | None:
    """Return the fields of a process: its id, then those after its name. None where it has ended meanwhile."""
    try:
        text = (folder / "stat").read_text()
    except OSError:
        return None
    return [folder.name, *text.rpartition(")")[2].split()]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("localhost", 0))
        return found.getsockname()[1]


def gunicorn(settings: str, **variables: str) -> Server:
    """Return a server as the image starts it: two workers with threads."""
    port = free_port()
    application = "django.core.wsgi:get_wsgi_application()" if settings == "bench.bare" else "jinzhong_award.wsgi"
    options = ["--bind", f"localhost:{port}", "--worker-class", "gthread", "--workers", "2", "--threads", "8"]
    return Server([sys.executable, "-m", "gunicorn", application, *options], port, DJANGO_SETTINGS_MODULE=settings, **variables)


def nginx(program: str, folder: Path, upstream: int) -> Server:
    """Return an nginx that keeps public pages as the one in deploy/ does, and has a file of its own under /file."""
    port = free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(f"""daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log /dev/null; user root;
events {{}}
http {{
    access_log off; keepalive_requests 1000000; proxy_cache_path {folder}/kept keys_zone=public:1m; proxy_temp_path {folder}/proxy;
    server {{
        listen 127.0.0.1:{port};
        location /file {{ root {folder}; }}
        location / {{
            proxy_pass http://127.0.0.1:{upstream}; proxy_set_header Host localhost; proxy_cache public;
            proxy_cache_key $host$request_uri; proxy_cache_lock on; proxy_cache_use_stale updating; proxy_cache_background_update on;
            add_header X-Kept $upstream_cache_status;
        }}
    }}
}}
""")
    return Server([program, "-c", str(configuration), "-e", "/dev/null"], port)


def beside(figure: tuple[Server, str], ceiling: tuple[Server, str]) -> tuple[float, float]:
    """Return the medians of figure and ceiling, measured in turn so that both see the same machine."""
    figures, ceilings = [], []
    most, few = ceiling[0].times_for(ceiling[1]), figure[0].times_for(figure[1])
    for _ in range(ROUNDS):
        ceilings.append(ceiling[0].cost(ceiling[1], most))
        figures.append(figure[0].cost(figure[1], few))
        ceilings.append(ceiling[0].cost(ceiling[1], most))
    return statistics.median(figures), statistics.median(ceilings)
