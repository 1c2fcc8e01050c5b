"""Health check of a web container: the process answers /healthz under one of its own host names."""

import http.client
import os
import sys

connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
connection.request("GET", "/healthz", headers={"Host": os.environ["ALLOWED_HOSTS"].split(",")[0].lstrip(".")})
sys.exit(connection.getresponse().status != 200)
