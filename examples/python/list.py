"""Lists the sessions of whoever has the bearer in TOKEN, with nothing but requests."""

import os
import sys
import time

import requests

service = os.environ.get("PUBLIC", "http://127.0.0.1:8080")
token = os.environ.get("TOKEN") or sys.exit("TOKEN is not set: paste the export lines of make run")


def bearer(request):
    # Not a header of the call: requests would put what ~/.netrc has for the host in its place.
    request.headers["Authorization"] = "Bearer " + token
    return request


try:
    answer = requests.get(service + "/accounts/session-tokens", auth=bearer, timeout=10, allow_redirects=False)
except requests.RequestException as error:
    sys.exit(f"{service} can't be reached ({type(error).__name__}): does the service run there?")
media_type = answer.headers.get("Content-Type", "")
if answer.status_code not in (200, 401) or not media_type.startswith("application/json"):
    sys.exit(f"unexpected answer: {answer.status_code} {media_type}")  # a 503 has Retry-After
if answer.status_code == 401:
    sys.exit(answer.json()["error"])
for session in answer.json()["data"]["auth"]:
    hours = round((session["expiry"] - time.time()) / 3600)
    print(session["platform"], session["location"], session["ip"], f"{hours} h", session["is_suspended"])
