"""Servers of one run, and the CPU time of all their processes for one request."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from bench import measure

DEPLOYED = Path(__file__).resolve().parent.parent / "deploy" / "nginx.conf"


class Server:
    """A command that serves HTTP on a port of its own; used as a context it is ended by its process id.

    `beside` are processes that work for it: their time counts too.
    """

    def __init__(self, command: list[str], port: int, *, beside: list[int], cookie: str = "", **variables: str) -> None:
        self.port, self.beside = port, beside
        self.headers = {"Host": "localhost", "X-Forwarded-Proto": "https"} | ({"Cookie": cookie} if cookie else {})
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

    def signed_in(self, cookie: str) -> "Server":
        """The same server, asked by somebody."""
        self.headers["Cookie"] = cookie
        return self

    def get(self, path: str, times: int = 1, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        """Ask for a path again and again on one connection; return the last answer. RuntimeError for any but 200."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        for _ in range(times):
            connection.request("GET", path, headers=self.headers | headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status} {answer.headers.get('Location', '')}")
        connection.close()
        return answer, body

    def cost(self, path: str, times: int) -> float:
        """Return the CPU milliseconds of one request."""
        before = measure.spent(self.process.pid, *self.beside)
        self.get(path, times)
        return (measure.spent(self.process.pid, *self.beside) - before) / times

    def times_for(self, path: str) -> int:
        """Return how many requests a measurement needs, having warmed both workers."""
        for _ in range(30):  # each on a connection of its own, so that either worker has met it
            self.get(path, 2)
        return max(10, int(measure.least() / max(self.cost(path, 30), 0.02)))

    def workers(self) -> list[int]:
        """Return the processes that the first one has begun."""
        return [int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("localhost", 0))
        return found.getsockname()[1]


def gunicorn(settings: str, *options: str, **variables: str) -> Server:
    """Return a server as the image starts it: two workers with threads."""
    port, bare = free_port(), settings == "bench.bare"
    application = "django.core.wsgi:get_wsgi_application()" if bare else "jinzhong_award.wsgi"
    command = ["--bind", f"localhost:{port}", "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--preload", *options]
    beside = [] if bare else measure.services()
    return Server(
        [sys.executable, "-m", "gunicorn", application, *command], port, beside=beside, DJANGO_SETTINGS_MODULE=settings, **variables
    )


def nginx(folder: Path, upstream: int) -> Server:
    """Return an nginx configured as deployed, but for addresses, TLS and the limit of one client; a file lies under /file."""
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if not program:
        raise RuntimeError("nginx is missing: run script/bench, which installs it")
    port, text = free_port(), DEPLOYED.read_text()
    for old, new in (
        ("worker_processes auto;", f"daemon off; worker_processes 1; pid {folder}/nginx.pid; user root;"),
        ("http {", f"http {{ access_log off; proxy_temp_path {folder}/proxy;"),
        ("include mime.types;", "include /etc/nginx/mime.types;"),
        ("keepalive_timeout 30s;", "keepalive_timeout 30s; keepalive_requests 1000000;"),
        ("/var/cache/nginx/public", f"{folder}/kept"),
        ("web:8000", f"127.0.0.1:{upstream}"),
        ("listen 80 default_server;", f"listen 127.0.0.1:{free_port()};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port}; location = /file {{ root {folder}; }} add_header X-Kept $upstream_cache_status;"),
        ("http2 on;", ""),
        ("limit_req zone=all burst=120 nodelay;", ""),
    ):
        if old not in text:
            raise RuntimeError(f"deploy/nginx.conf has no {old!r} any more")
        text = text.replace(old, new)
    configuration = folder / "nginx.conf"
    configuration.write_text("\n".join(line for line in text.splitlines() if not line.strip().startswith("ssl_")))
    return Server([program, "-c", str(configuration), "-e", "/dev/null"], port, beside=[])


def beside(figure: tuple[Server, str], ceiling: tuple[Server, str]) -> tuple[float, float]:
    """Return the medians of figure and ceiling for one request."""
    many, few = ceiling[0].times_for(ceiling[1]), figure[0].times_for(figure[1])
    return measure.bracketed(lambda: figure[0].cost(figure[1], few), lambda: ceiling[0].cost(ceiling[1], many))
