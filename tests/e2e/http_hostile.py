#!/usr/bin/python3
"""Hostile HTTP against a running daemon: what is malformed gets its exact answer, nothing gets two.

    REMS_URL=https://127.0.0.1:8443 REMS_CA=ca.pem tests/e2e/http_hostile.py

Speaks TAP. Every case is a row: name, the bytes to send, the status, code and field of the problem
that must come back. After each group a good request on a new connection must work. With REMS_TOKEN
(a session, base64) and REMS_ORIGIN (a log in which its user has a role) the routes behind a session
are tried as well. REMS_SEED repeats the random part of a run. Standard library only.
"""
import base64
import json
import os
import random
import socket
import ssl
import struct
import threading
import time
from urllib.parse import urlsplit

URL = urlsplit(os.environ["REMS_URL"])
TOKEN = os.environ.get("REMS_TOKEN", "")
ORIGIN = os.environ.get("REMS_ORIGIN", "")
SEED = int(os.environ.get("REMS_SEED") or random.SystemRandom().randrange(1 << 32))
DEADLINE = 10  # seconds the daemon grants to a handshake, a request (limit.h)
TLS = ssl.create_default_context(cafile=os.environ["REMS_CA"])
KIB = 1024

# --- TAP ---------------------------------------------------------------------------------------------

count = 0
tap_lock = threading.Lock()


def tap(good, name, why=""):
    global count
    with tap_lock:
        count += 1
        name = name.replace("#", "(hash)")
        print(f"{'ok' if good else 'not ok'} {count} - {name}", flush=True)
        if not good and why:
            print("\n".join("# " + line for line in why.splitlines()), flush=True)


# --- a connection, an answer -------------------------------------------------------------------------


def connect(tls=TLS, timeout=8.0):
    plain = socket.create_connection((URL.hostname, URL.port), timeout=timeout)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return tls.wrap_socket(plain, server_hostname=URL.hostname) if tls else plain


class Answer:
    """The first response among the bytes received, and what came after it."""

    def __init__(self, data):
        self.status, self.headers, self.body, self.rest = None, {}, b"", b""
        head, mark, body = data.partition(b"\r\n\r\n")
        if not mark or not head.startswith(b"HTTP/1.1 "):
            self.rest = data
            return
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split(" ")[1])
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers[name.lower()] = value.strip()
        length = int(self.headers.get("content-length", "0"))
        self.body, self.rest, self.short = body[:length], body[length:], len(body) < length

    @property
    def whole(self):
        return self.status is not None and not self.short

    def problem(self):
        try:
            return json.loads(self.body)
        except ValueError:
            return {}


def receive(s, until_close=False):
    """Read one response; to the end of the connection when it says that it is closed."""
    data = b""
    try:
        while True:
            piece = s.recv(65536)
            if not piece:
                break
            data += piece
            answer = Answer(data)
            if answer.whole and not until_close and answer.headers.get("connection") != "close":
                break
    except OSError:
        pass
    return Answer(data)


def send(data, pause=None):
    """One connection, these bytes (a list: pieces with a pause between), the answer."""
    with connect() as s:
        try:
            for i, piece in enumerate(data if isinstance(data, list) else [data]):
                if i and pause:
                    time.sleep(pause)
                s.sendall(piece)
        except OSError:
            pass  # the daemon may have closed already; what it said before still counts
        return receive(s)


def request(method="GET", target="/healthz", headers=(), body=None, host="Host: x"):
    lines = [f"{method} {target} HTTP/1.1"] + ([host] if host else []) + list(headers)
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + (body or b"")


def post(target, body, kind="application/json", headers=()):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    more = [f"Content-Type: {kind}"] if kind else []
    return request("POST", target, list(headers) + more, body)


def raw(text):
    """A request as written, its line ends made CR LF."""
    return text.replace("\n", "\r\n").encode("latin-1")


def good_request(group):
    answer = send(request())
    tap(answer.status == 200 and answer.problem().get("status") == "ok",
        f"after {group}: the next good request works", f"{answer.status} {answer.body!r}")


PLAIN = "the HTTP library's own page"  # instead of a code: 4xx or 501 and a closed connection


def check(name, data, status, code, field=None):
    answer = send(data)
    problem = answer.problem()
    wrong = []
    if code == PLAIN:
        if answer.status is not None and (answer.status not in (400, 413, 501) or
                                          answer.headers.get("connection") != "close"):
            wrong.append(f"status {answer.status}, not a 4xx or 501 that closes")
    else:
        if answer.status != status:
            wrong.append(f"status {answer.status}, not {status}")
        if code and answer.headers.get("content-type") != "application/problem+json":
            wrong.append(f"content-type {answer.headers.get('content-type')}")
        if code and (problem.get("code"), problem.get("status")) != (code, status):
            wrong.append(f"code {problem.get('code')}, not {code}")
        if field and problem.get("field") != field:
            wrong.append(f"field {problem.get('field')}, not {field}")
        if answer.headers.get("cache-control") != "no-store":
            wrong.append("no Cache-Control: no-store")
    if answer.rest:
        wrong.append(f"more than one answer: {answer.rest[:80]!r}")
    tap(not wrong, name, "\n".join(wrong + [f"{answer.body[:300]!r}"]))


def group(title, rows):
    print(f"# {title}", flush=True)
    for row in rows:
        check(*row)
    good_request(title)


# --- the rows ----------------------------------------------------------------------------------------

BAD = (400, "bad_header")
LINE = "\nHost: x\n\n"

REQUEST_LINES = [
    ("an empty line first", raw("\nGET /healthz HTTP/1.1" + LINE), *BAD, "method"),
    ("a space first", raw(" GET /healthz HTTP/1.1" + LINE), *BAD, "method"),
    ("no method", raw("/healthz HTTP/1.1" + LINE), *BAD, "method"),
    ("a method with a control byte", raw("GE\x01T /healthz HTTP/1.1" + LINE), *BAD, "method"),
    ("a method with NUL", raw("GET\0 /healthz HTTP/1.1" + LINE), *BAD, "method"),
    ("a method in quotes", raw('"GET" /healthz HTTP/1.1' + LINE), *BAD, "method"),
    ("a method of 21 letters", raw("G" * 21 + " /healthz HTTP/1.1" + LINE), *BAD, "method"),
    ("a method of 17000 letters", raw("G" * 17000 + " / HTTP/1.1" + LINE), *BAD, "method"),
    ("a tab behind the method", raw("GET\t/healthz HTTP/1.1" + LINE), *BAD, "method"),
    ("two spaces behind the method", raw("GET  /healthz HTTP/1.1" + LINE), *BAD, "target"),
    ("two spaces behind the target", raw("GET /healthz  HTTP/1.1" + LINE), *BAD, "version"),
    ("a space behind the version", raw("GET /healthz HTTP/1.1 " + LINE), *BAD, "version"),
    ("no version", raw("GET /healthz" + LINE), *BAD, "target"),
    ("HTTP/0.9", raw("GET /healthz\n"), *BAD, "target"),
    ("HTTP/1.0", raw("GET /healthz HTTP/1.0" + LINE), *BAD, "version"),
    ("HTTP/1.2", raw("GET /healthz HTTP/1.2" + LINE), *BAD, "version"),
    ("HTTP/2.0", raw("GET /healthz HTTP/2.0" + LINE), *BAD, "version"),
    ("HTTP/1.10", raw("GET /healthz HTTP/1.10" + LINE), *BAD, "version"),
    ("HTTP/11", raw("GET /healthz HTTP/11" + LINE), *BAD, "version"),
    ("http/1.1", raw("GET /healthz http/1.1" + LINE), *BAD, "version"),
    ("HTTP/-1.1", raw("GET /healthz HTTP/-1.1" + LINE), *BAD, "version"),
    ("bare LF after the request line", b"GET /healthz HTTP/1.1\nHost: x\r\n\r\n", *BAD, "version"),
    ("bare CR after the request line", b"GET /healthz HTTP/1.1\rHost: x\r\n\r\n", *BAD, "header"),
    ("the HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", *BAD, "target"),
    ("a TLS hello inside TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 32, *BAD, "method"),
    ("random bytes", random.Random(7).randbytes(400), *BAD, "method"),
    ("a method of one letter", raw("X / HTTP/1.1" + LINE), None, PLAIN),
]

TARGETS = [
    ("a target of 2049 bytes", request(target="/" + "a" * 2048), 414, "target_too_long", "target"),
    ("a target of 20 KiB", request(target="/" + "a" * 20 * KIB), 414, "target_too_long", "target"),
    ("a target of 2048 bytes", request(target="/" + "a" * 2047), 404, "not_found"),
    ("absolute-form", request(target="http://x/healthz"), *BAD, "target"),
    ("absolute-form of another host", request(target="https://evil.example/healthz"), *BAD, "target"),
    ("asterisk-form", request("OPTIONS", "*"), *BAD, "target"),
    ("authority-form", request("CONNECT", "x:443"), *BAD, "target"),
    ("a target without a slash", request(target="healthz"), *BAD, "target"),
    ("a fragment", request(target="/healthz#x"), *BAD, "target"),
    ("NUL in the target", request(target="/healthz\0"), *BAD, "target"),
    ("a control byte in the target", request(target="/health\x07z"), *BAD, "target"),
    ("ESC in the target", request(target="/\x1b[31mz"), *BAD, "target"),
    ("a tab in the target", request(target="/health\tz"), *BAD, "target"),
    ("DEL in the target", request(target="/healthz\x7f"), *BAD, "target"),
    ("a byte over 127 in the target", request(target="/health\xe9"), *BAD, "target"),
    ("a backslash in the target", request(target="/a\\..\\healthz"), *BAD, "target"),
    ("a quote in the target", request(target='/"healthz"'), *BAD, "target"),
    ("CR in the target", request(target="/health\rz"), *BAD, "target"),
    ("percent and nothing", request(target="/healthz%"), *BAD, "target"),
    ("percent and one digit", request(target="/healthz%4"), *BAD, "target"),
    ("percent and no digits", request(target="/healthz%zz"), *BAD, "target"),
    ("percent and a sign", request(target="/healthz%+1"), *BAD, "target"),
    ("encoded NUL", request(target="/healthz%00"), *BAD, "target"),
    ("encoded CR LF", request(target="/healthz%0d%0aX:%20y"), *BAD, "target"),
    ("encoded DEL", request(target="/%7f"), *BAD, "target"),
    ("an encoded slash", request(target="/v1%2fkdf?user=a"), *BAD, "target"),
    ("encoded overlong UTF-8", request(target="/%c0%af"), *BAD, "target"),
    ("an encoded surrogate", request(target="/%ed%a0%80"), *BAD, "target"),
    ("encoded lone continuation byte", request(target="/%80"), *BAD, "target"),
    ("encoded bytes past U+10FFFF", request(target="/%f4%90%80%80"), *BAD, "target"),
    ("truncated encoded UTF-8", request(target="/%e2%82"), *BAD, "target"),
    ("dots that climb", request(target="/../../etc/passwd"), 404, "not_found"),
    ("encoded dots that climb", request(target="/%2e%2e/etc/passwd"), 404, "not_found"),
    ("two slashes first", request(target="//healthz"), 404, "not_found"),
    ("two slashes within", request(target="/v1//kdf?user=a"), 404, "not_found"),
    ("a slash at the end", request(target="/healthz/"), 404, "not_found"),
    ("upper case", request(target="/HEALTHZ"), 404, "not_found"),
    ("a path that is not there", request(target="/v1/nothing"), 404, "not_found"),
    ("a version that is not there", request(target="/v2/kdf?user=a"), 404, "not_found"),
]

HEADERS = [
    ("bare LF between headers", b"GET /healthz HTTP/1.1\r\nHost: x\nA: b\r\n\r\n", *BAD, "Host"),
    ("bare LF at the end", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\n", *BAD, "header"),
    ("bare CR in a value", request(headers=["A: b\rc"]), *BAD, "header"),
    ("CR CR LF", b"GET /healthz HTTP/1.1\r\nHost: x\r\r\n\r\n", *BAD, "header"),
    ("a folded line", request(headers=["A: b\r\n c"]), *BAD, "header"),
    ("a line folded with a tab", request(headers=["A: b\r\n\tc"]), *BAD, "header"),
    ("a folded first line", raw("GET /healthz HTTP/1.1\n folded\nHost: x\n\n"), *BAD, "header"),
    ("space before the colon", request(headers=["A : b"]), *BAD, "header"),
    ("tab before the colon", request(headers=["A\t: b"]), *BAD, "header"),
    ("space before the colon of Host", request(host="Host : x"), *BAD, "header"),
    ("no colon", request(headers=["nothing"]), *BAD, "header"),
    ("no name", request(headers=[": b"]), *BAD, "header"),
    ("NUL in a name", request(headers=["A\0: b"]), *BAD, "header"),
    ("NUL in a value", request(headers=["A: b\0c"]), *BAD, "header"),
    ("NUL at the start of a line", request(headers=["\0"]), *BAD, "header"),
    ("a control byte in a value", request(headers=["A: b\x08c"]), *BAD, "header"),
    ("ESC in a value", request(headers=["A: \x1b]0;x\x07"]), *BAD, "header"),
    ("DEL in a value", request(headers=["A: b\x7f"]), *BAD, "header"),
    ("a byte over 127 in a value", request(headers=["A: \xe9"]), *BAD, "header"),
    ("a byte over 127 in a name", request(headers=["\xc9: b"]), *BAD, "header"),
    ("a bracket in a name", request(headers=["A[]: b"]), *BAD, "header"),
    ("no Host", request(host=None), *BAD, "Host"),
    ("two Hosts", request(headers=["Host: y"]), *BAD, "Host"),
    ("an empty Host", request(host="Host:"), *BAD, "Host"),
    ("two Authorizations", request(headers=["Authorization: Bearer a", "Authorization: Bearer b"]),
     *BAD, "Authorization"),
    ("two Rems-User", request(headers=["Rems-User: a", "rems-user: b"]), *BAD, "Rems-User"),
    ("two Rems-Training-At", request(headers=["Rems-Training-At: a"] * 2), *BAD, "Rems-Training-At"),
    ("an expectation", request(headers=["Expect: the-spanish-inquisition"]), *BAD, "Expect"),
    ("two expectations", request(headers=["Expect: 100-continue"] * 2), *BAD, "Expect"),
    ("a value of 17 KiB", request(headers=["A: " + "b" * 17 * KIB]), 431, "header_too_large", "header"),
    ("a name of 17 KiB", request(headers=["A" * 17 * KIB + ": b"]), 431, "header_too_large", "header"),
    ("a value of 300 KiB", request(headers=["A: " + "b" * 300 * KIB]), 431, "header_too_large", "header"),
    ("17 KiB in 60 lines", request(headers=[f"A{i}: " + "b" * 290 for i in range(60)]),
     431, "header_too_large", "header"),
    ("65 lines", request(headers=[f"A{i}: b" for i in range(64)]), 431, "header_too_large", "header"),
    ("5000 lines", request(headers=[f"A{i}: b" for i in range(5000)]), 431, "header_too_large", "header"),
    ("64 lines", request(headers=[f"A{i}: b" for i in range(63)]), 200, None),
    ("15 KiB in one value", request(headers=["A: " + "b" * 15 * KIB]), 200, None),
]

SIZED = "POST /v1/sessions HTTP/1.1\nHost: x\nContent-Type: application/json\n"
CHUNK = "2\n{}\n0\n\n"
LENGTH = (*BAD, "Content-Length")
CODING = (*BAD, "Transfer-Encoding")

FRAMING = [
    ("two equal lengths", raw(SIZED + "Content-Length: 2\nContent-Length: 2\n\n{}"), *LENGTH),
    ("two lengths", raw(SIZED + "Content-Length: 2\nContent-Length: 5\n\n{}"), *LENGTH),
    ("two lengths in one line", raw(SIZED + "Content-Length: 2, 2\n\n{}"), *LENGTH),
    ("a length with plus", raw(SIZED + "Content-Length: +2\n\n{}"), *LENGTH),
    ("a negative length", raw(SIZED + "Content-Length: -2\n\n{}"), *LENGTH),
    ("a hexadecimal length", raw(SIZED + "Content-Length: 0x2\n\n{}"), *LENGTH),
    ("a length with a fraction", raw(SIZED + "Content-Length: 2.0\n\n{}"), *LENGTH),
    ("a length with an exponent", raw(SIZED + "Content-Length: 2e0\n\n{}"), *LENGTH),
    ("a length with a space within", raw(SIZED + "Content-Length: 1 2\n\n{}"), *LENGTH),
    ("a length with a leading zero", raw(SIZED + "Content-Length: 02\n\n{}"), *LENGTH),
    ("an empty length", raw(SIZED + "Content-Length:\n\n{}"), *LENGTH),
    ("a length in words", raw(SIZED + "Content-Length: two\n\n{}"), *LENGTH),
    ("a length in quotes", raw(SIZED + 'Content-Length: "2"\n\n{}'), *LENGTH),
    ("a length that wraps 64 bits", raw(SIZED + "Content-Length: 18446744073709551618\n\n{}"),
     413, "too_large", "Content-Length"),
    ("a length of 100 digits", raw(SIZED + "Content-Length: " + "9" * 100 + "\n\n{}"),
     413, "too_large", "Content-Length"),
    ("a length over 256 KiB", raw(SIZED + "Content-Length: 262145\n\n{}"), 413, "too_large", "Content-Length"),
    ("a body over 256 KiB", post("/v1/sessions", b" " * 300 * KIB), 413, "too_large", "Content-Length"),
    ("chunked", raw(SIZED + "Transfer-Encoding: chunked\n\n" + CHUNK), *CODING),
    ("Chunked", raw(SIZED + "Transfer-Encoding: Chunked\n\n" + CHUNK), *CODING),
    ("transfer-encoding in lower case", raw(SIZED + "transfer-encoding: chunked\n\n" + CHUNK), *CODING),
    ("identity", raw(SIZED + "Transfer-Encoding: identity\nContent-Length: 2\n\n{}"), *CODING),
    ("xchunked", raw(SIZED + "Transfer-Encoding: xchunked\n\n" + CHUNK), *CODING),
    ("gzip, chunked", raw(SIZED + "Transfer-Encoding: gzip, chunked\n\n" + CHUNK), *CODING),
    ("a length, then chunked", raw(SIZED + "Content-Length: 2\nTransfer-Encoding: chunked\n\n" + CHUNK), *CODING),
    ("chunked, then a length", raw(SIZED + "Transfer-Encoding: chunked\nContent-Length: 2\n\n" + CHUNK), *CODING),
    ("chunked behind a space", raw(SIZED + "Transfer-Encoding : chunked\n\n" + CHUNK), *BAD, "header"),
    ("chunked in a GET", request(headers=["Transfer-Encoding: chunked"]) + b"0\r\n\r\n", *CODING),
    ("bad chunk sizes", raw(SIZED + "Transfer-Encoding: chunked\n\nfffffffffffffffff\n{}\n"), *CODING),
    ("POST without a length", raw(SIZED + "\n"), 411, "length_required", "Content-Length"),
    ("PUT without a length", request("PUT", "/v1/users/a1/credential"), 411, "length_required", "Content-Length"),
    ("GET with a body", request(body=b"{}"), *LENGTH),
    ("DELETE with a body", request("DELETE", "/v1/sessions", body=b"{}"), *LENGTH),
    ("HEAD with a body", request("HEAD", body=b"{}"), *LENGTH),
    ("a request smuggled behind a GET", request() + request(target="/v1/version"), 200, None),
    ("a request smuggled in the body of a GET", request(body=request(target="/v1/version")), *LENGTH),
]

TYPES = [(f"content type {kind or 'missing'}", post("/v1/sessions", b"{}", kind),
          415, "bad_media_type", "Content-Type")
         for kind in ("", "text/plain", "text/json", "application/xml", "application/x-www-form-urlencoded",
                      "multipart/form-data; boundary=x", "application/json; charset=latin-1",
                      "application/json, text/plain", "application/jsonx", "json", "application/ json")]
TYPES += [
    ("two content types", raw(SIZED + "Content-Type: application/json\nContent-Length: 2\n\n{}"),
     *BAD, "Content-Type"),
    ("content type with charset", post("/v1/sessions", b"{}", "Application/JSON; charset=UTF-8"),
     422, "missing_field"),
]

METHODS = [(f"{method} {target}", request(method, target), 405, "bad_method")
           for method, target in (
               ("PATCH", "/healthz"), ("OPTIONS", "/healthz"), ("TRACE", "/healthz"), ("FOO", "/healthz"),
               ("get", "/healthz"), ("PROPFIND", "/v1/kdf"), ("DELETE", "/healthz"),
               ("GET", "/v1/sessions"), ("DELETE", "/v1/kdf"), ("M-SEARCH", "/v1/sessions"))]
METHODS += [
    ("HEAD /healthz, whose answer has no body", request("HEAD"), 405, None),
    ("CONNECT /healthz, whose answer has no body", request("CONNECT"), 405, None),
    ("POST /healthz", post("/healthz", {}), 405, "bad_method"),
    ("PUT /v1/sessions", request("PUT", "/v1/sessions", ["Content-Type: application/json"], b"{}"), 405, "bad_method"),
]

SECRET = base64.b64encode(bytes(32)).decode()
SYNTAX = (400, "bad_syntax")


def session(text):
    """A body for POST /v1/sessions, as written."""
    return post("/v1/sessions", text.encode() if isinstance(text, str) else text)


BODIES = [
    ("no body", session(""), *SYNTAX),
    ("white space only", session("   "), *SYNTAX),
    ("a truncated object", session('{"user":"a1"'), *SYNTAX),
    ("a truncated string", session('{"user":"a1'), *SYNTAX),
    ("a truncated escape", session('{"user":"\\u00'), *SYNTAX),
    ("text behind the object", session('{"user":"a1"} x'), *SYNTAX),
    ("two objects", session("{}{}"), *SYNTAX),
    ("a trailing comma", session('{"user":"a1",}'), *SYNTAX),
    ("single quotes", session("{'user':'a1'}"), *SYNTAX),
    ("keys without quotes", session('{user:"a1"}'), *SYNTAX),
    ("a comment", session('{"user":"a1"/* hello */}'), *SYNTAX),
    ("duplicate keys", session('{"user":"a1","user":"a2"}'), *SYNTAX),
    ("duplicate keys, one escaped", session('{"user":"a1","\\u0075ser":"a2"}'), *SYNTAX),
    ("NaN", session('{"user":NaN}'), *SYNTAX),
    ("Infinity", session('{"user":-Infinity}'), *SYNTAX),
    ("a leading zero", session('{"user":01}'), *SYNTAX),
    ("a leading plus", session('{"user":+1}'), *SYNTAX),
    ("a number past 64 bits", session('{"user":18446744073709551616}'), *SYNTAX),
    ("a number past doubles", session('{"user":1e400}'), *SYNTAX),
    ("bad UTF-8", session(b'{"user":"\xff\xfe"}'), *SYNTAX),
    ("overlong UTF-8", session(b'{"user":"\xc0\xaf"}'), *SYNTAX),
    ("a surrogate in UTF-8", session(b'{"user":"\xed\xa0\x80"}'), *SYNTAX),
    ("a lone surrogate", session('{"user":"\\ud800"}'), *SYNTAX),
    ("NUL in a string", session(b'{"user":"a\0b"}'), *SYNTAX),
    ("escaped NUL", session('{"user":"a\\u0000b"}'), *SYNTAX),
    ("a raw control byte", session(b'{"user":"a\x01b"}'), *SYNTAX),
    ("a raw newline in a string", session('{"user":"a\nb"}'), *SYNTAX),
    ("a byte order mark", session(b"\xef\xbb\xbf{}"), *SYNTAX),
    ("UTF-16", session("{}".encode("utf-16")), *SYNTAX),
    ("a bare string", session('"user"'), *SYNTAX),
    ("a bare number", session("7"), *SYNTAX),
    ("null", session("null"), *SYNTAX),
    ("17 levels", session("[" * 17 + "]" * 17), 400, "too_deep"),
    ("100000 levels", session("[" * 100000), 413, "too_large"),
    ("100000 levels of objects", session('{"a":' * 50000), 413, "too_large"),
    ("257 members", session(json.dumps({f"k{i}": i for i in range(257)})), 413, "too_large"),
    ("60000 elements", session("[" + "1," * 60000 + "1]"), 413, "too_large"),
    ("an array", session("[]"), 422, None),
    ("an empty object", session("{}"), 422, "missing_field", "user"),
    ("no user", session(f'{{"secret":"{SECRET}"}}'), 422, "missing_field", "user"),
    ("no secret", session('{"user":"a1"}'), 422, "missing_field", "secret"),
    ("an unknown field", session(f'{{"user":"a1","secret":"{SECRET}","admin":true}}'),
     422, "unknown_field", "admin"),
    ("a key that is almost right", session(f'{{"User":"a1","secret":"{SECRET}"}}'), 422, "unknown_field", "User"),
] + [(f"user is {value}", session(f'{{"user":{value},"secret":"{SECRET}"}}'), 422, "bad_field", "user")
     for value in ("null", "true", "7", "1.5", "[]", "{}", '["a1"]', '"' + "a" * 33 + '"')
] + [(f"secret is {value[:40]}", session(f'{{"user":"a1","secret":{value}}}'), 422, "bad_field", "secret")
     for value in ("null", "7", "{}", '""', '"AAAA"', '"' + "A" * 43 + '"', '"' + "A" * 42 + "B=" + '"',
                   '"' + "A" * 44 + '"', '" ' + SECRET + '"', '"' + SECRET + '\\n"',
                   '"' + SECRET.replace("A", "-", 1) + '"', '"' + SECRET.replace("A", "*", 1) + '"',
                   '"' + "0" * 64 + '"')]

QUERIES = [
    ("kdf without a user", request(target="/v1/kdf"), 422, "missing_field", "user"),
    ("kdf of an empty user", request(target="/v1/kdf?user="), 422, "missing_field", "user"),
    ("kdf of two users", request(target="/v1/kdf?user=a1&user=a2"), 422, "unknown_field", "query"),
    ("kdf with more", request(target="/v1/kdf?user=a1&x=1"), 422, "unknown_field", "query"),
    ("a parameter without a value", request(target="/v1/kdf?user"), *BAD, "target"),
    ("a parameter without a name", request(target="/v1/kdf?=a1"), *BAD, "target"),
    ("an empty parameter", request(target="/v1/kdf?user=a1&&x=1"), *BAD, "target"),
    ("17 parameters", request(target="/v1/kdf?" + "&".join(f"a{i}=1" for i in range(17))), *BAD, "target"),
    ("encoded NUL in a value", request(target="/v1/kdf?user=a%00"), *BAD, "target"),
    ("bad UTF-8 in a value", request(target="/v1/kdf?user=%ff"), *BAD, "target"),
    ("a query where none belongs", request(target="/healthz?x=1"), 422, "unknown_field", "query"),
]

LOCKED = (401, "not_signed_in", "Authorization")
CREDENTIALS = [(f"Authorization: {value or 'none'}",
                request("DELETE", "/v1/sessions", [f"Authorization: {value}"] if value else []), *LOCKED)
               for value in ("", "Bearer", "Bearer ", "Basic YTpi", "bearer " + SECRET, "Bearer " + SECRET[:-1],
                             "Bearer  " + SECRET, "Bearer " + SECRET + " x", "Bearer " + "A" * 4000,
                             "Code AAAA-AAAA-AAAA-AAAA", "Bearer ' or 1=1 --")]
CREDENTIALS += [
    ("a token that is no session's", request("GET", "/v1/logs", [f"Authorization: Bearer {SECRET}"]),
     401, "not_signed_in"),
    ("a statement without a session", post("/v1/logs/x/y/statements", {}), *LOCKED),
]


def behind_a_session():
    key = [f"Authorization: Bearer {TOKEN}"]
    log = f"/v1/logs/{ORIGIN}"

    def signed(text):
        return post(log + "/statements", text.encode() if isinstance(text, str) else text, headers=key)

    def ask(text):
        return post(log + "/ask", text.encode(), headers=key)

    def get(path):
        return request("GET", path, key)

    canon = (400, "bad_canonical")
    sig = base64.b64encode(bytes(64)).decode()
    return [
        ("an envelope of nothing", signed(""), *canon),
        ("an envelope that is no JSON", signed("nothing"), *canon),
        ("an envelope with a space", signed('{ "sig":"","stmt":{}}'), *canon),
        ("an envelope with a newline behind", signed(f'{{"sig":"{sig}","stmt":{{}}}}\n'), *canon),
        ("an envelope in the wrong order", signed(f'{{"stmt":{{}},"sig":"{sig}"}}'), *canon),
        ("an envelope with duplicate keys", signed(f'{{"sig":"{sig}","sig":"{sig}","stmt":{{}}}}'), *canon),
        ("a fraction in a statement", signed(f'{{"sig":"{sig}","stmt":{{"v":1.0}}}}'), *canon),
        ("an exponent in a statement", signed(f'{{"sig":"{sig}","stmt":{{"v":1e0}}}}'), *canon),
        ("minus zero in a statement", signed(f'{{"sig":"{sig}","stmt":{{"v":-0}}}}'), *canon),
        ("2^53 in a statement", signed(f'{{"sig":"{sig}","stmt":{{"v":9007199254740992}}}}'), *canon),
        ("null in a statement", signed(f'{{"sig":"{sig}","stmt":{{"v":null}}}}'), *canon),
        ("an escape in a statement", signed(f'{{"sig":"{sig}","stmt":{{"t":"\\u0041"}}}}'), *canon),
        ("U+202E in a statement", signed(f'{{"sig":"{sig}","stmt":{{"t":"\u202e"}}}}'), *canon),
        ("bad UTF-8 in a statement", signed(f'{{"sig":"{sig}","stmt":{{"t":"'.encode() + b'\xff"}}'), *canon),
        ("a statement of 10 levels", signed(f'{{"sig":"{sig}","stmt":' + '{"a":' * 10 + "1" + "}" * 11),
         400, "too_deep"),
        ("a statement over 48 KiB", signed(f'{{"sig":"{sig}","stmt":{{"a":"' + "a" * 50000 + '"}}'),
         413, "too_large"),
        ("an array as envelope", signed("[]"), *SYNTAX),
        ("no signature", signed('{"stmt":{}}'), 422, "missing_field", "sig"),
        ("a signature that is a number", signed('{"sig":1,"stmt":{}}'), 422, "bad_field", "sig"),
        ("a signature that is no base64", signed('{"sig":"*","stmt":{}}'), 422, "bad_field", "sig"),
        ("a short signature", signed('{"sig":"AAAA","stmt":{}}'), 422, "bad_field", "sig"),
        ("no statement", signed(f'{{"sig":"{sig}"}}'), 422, "missing_field", "stmt"),
        ("an empty statement", signed(f'{{"sig":"{sig}","stmt":{{}}}}'), 422, "missing_field"),
        ("a question that is no JSON", ask("{"), *canon),
        ("a question in the wrong order", ask('{"type":"dispense","body":{}}'), *canon),
        ("an empty question", ask("{}"), 422, "missing_field", "body"),
        ("a question of no type", ask('{"body":{},"type":"nothing"}'), 422, "unknown_type"),
        ("a question without a body", ask('{"type":"dispense"}'), 422, "missing_field", "body"),
        ("a question with more", ask('{"body":{},"type":"dispense","x":1}'), 422, "unknown_field"),
        ("entries from nowhere", get(log + "/entries?from=x"), 422, "bad_field", "from"),
        ("entries from below zero", get(log + "/entries?from=-1"), 422, "bad_field", "from"),
        ("201 entries", get(log + "/entries?count=201"), 422, "bad_field", "count"),
        ("entries with more", get(log + "/entries?x=1"), 422, "unknown_field", "query"),
        ("an entry that is no number", get(log + "/entries/x"), 404, "not_found", "n"),
        ("capsules in words", get(log + "/subjects/F-001?capsules=ten"), 422, "bad_field", "capsules"),
        ("a log that is not there", get("/v1/logs/no.such/log/head"), 404, "unknown_log"),
        ("a training time that is none", request("GET", log + "/head", key + ["Rems-Training-At: yesterday"]),
         None, "training"),
        ("a challenge with a body", post(log + "/challenge", {"x": 1}, headers=key), 422, "unknown_field", "x"),
    ]


def session_rows():
    if not TOKEN or not ORIGIN:
        print("# REMS_TOKEN and REMS_ORIGIN are not set: routes behind a session are left out", flush=True)
        return
    rows = behind_a_session()
    training = send(request(target="/v1/version")).problem().get("training")
    when = (*BAD, "Rems-Training-At") if training else (422, "training_mismatch", "Rems-Training-At")
    group("routes behind a session", [row if row[3] != "training" else (*row[:2], *when) for row in rows])


# --- pieces, pipelines, disconnects ------------------------------------------------------------------


def in_pieces():
    print("# the same bytes in pieces", flush=True)
    good = post("/v1/sessions", f'{{"user":"nobody-here","secret":"{SECRET}"}}'.encode())
    answer = send([good[i:i + 1] for i in range(len(good))])
    tap(answer.status == 401, "one byte at a time is one request", f"{answer.status} {answer.body!r}")
    for at in (1, 20, len(good) - 41, len(good) - 1):
        answer = send([good[:at], good[at:]], pause=0.02)
        tap(answer.status == 401, f"cut at byte {at} is one request", f"{answer.status} {answer.body!r}")
    bad = raw(SIZED + "Content-Length: +2\n\n{}")
    answer = send([bad[i:i + 1] for i in range(len(bad))])
    tap(answer.status == 400 and not answer.rest, "one byte at a time, malformed", f"{answer.status}")
    answer = send([raw(SIZED + "Expect: 100-continue\nContent-Length: 2\n\n"), b"{}"], pause=0.1)
    tap(answer.status in (100, 422), "Expect: 100-continue is heard", f"{answer.status}")
    good_request("pieces")


def pipelined():
    print("# pipelined requests", flush=True)
    with connect() as s:
        s.sendall(request() * 5)
        answer = receive(s, until_close=True)
    extra = answer.rest.count(b"HTTP/1.1 ")
    tap(answer.status == 200 and extra <= 4, "five requests at once: at most one answer each", f"{extra + 1}")
    with connect() as s:
        s.sendall(request() + raw("GET /healthz HTTP/1.1\nHost : x\n\n"))
        answer = receive(s, until_close=True)
    tap(answer.status == 200 and b"HTTP/1.1 200" not in answer.rest, "a malformed one behind a good one")
    with connect() as s:
        statuses = []
        for _ in range(20):
            s.sendall(request())
            statuses.append(receive(s).status)
    tap(statuses == [200] * 20, "twenty requests, one after the other, on one connection", str(statuses))
    good_request("pipelines")


def leave_at_random(dice, requests):
    """Open a connection, do a random part of a request, go away in a random manner."""
    s = connect(tls=None)
    try:
        if dice.random() < 0.2:
            s.sendall(dice.randbytes(dice.randrange(1, 300)))
        else:
            s = TLS.wrap_socket(s, server_hostname=URL.hostname, do_handshake_on_connect=False)
            if dice.random() < 0.95:
                s.do_handshake()
                data = dice.choice(requests)
                for _ in range(dice.randrange(1, 4)):
                    s.sendall(data if dice.random() < 0.6 else data[:dice.randrange(1, len(data))])
        if dice.random() < 0.5:
            time.sleep(dice.random() * 0.01)
        if dice.random() < 0.5:  # a reset instead of an orderly end
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    except OSError:
        pass
    finally:
        s.close()


def disconnects():
    print(f"# clients that leave at random; REMS_SEED={SEED}", flush=True)
    requests = [request(), request(target="/v1/kdf?user=a1"), request(target="/v1/version"),
                session(f'{{"user":"nobody-here","secret":"{SECRET}"}}'), raw("GET / HTTP/1.1\nA : b\n\n")]
    if TOKEN and ORIGIN:
        key = [f"Authorization: Bearer {TOKEN}"]
        requests += [request("GET", f"/v1/logs/{ORIGIN}/{what}", key)
                     for what in ("head", "entries?last=5", "subjects", "lots", "members", "events", "events")]
        requests += [post(f"/v1/logs/{ORIGIN}/challenge", {}, headers=key)]

    def many(seed):
        dice = random.Random(seed)
        for _ in range(150):
            leave_at_random(dice, requests)

    threads = [threading.Thread(target=many, args=(SEED + i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    good_request("600 clients that left")


def crowd():
    print("# many at once", flush=True)
    held = []
    try:
        for _ in range(200):
            held.append(connect())
        good_request("200 connections held open")
        for s in held:
            s.sendall(request())
        tap(all(receive(s).status == 200 for s in held), "each of the 200 is answered")
    finally:
        for s in held:
            s.close()


# --- time --------------------------------------------------------------------------------------------


def closed_after(s, feed, tick=0.5):
    """Feed a byte each tick until the daemon closes; the seconds it took."""
    began = time.monotonic()
    s.settimeout(tick)
    while time.monotonic() - began < 2 * DEADLINE:
        try:
            feed(s)
            if s.recv(4096) == b"":
                break
        except (TimeoutError, ssl.SSLWantReadError):
            continue
        except OSError:
            break
    return time.monotonic() - began


def slow(name, first, feed, tls=True):
    s = connect(tls=TLS if tls else None)
    try:
        if first:
            s.sendall(first)
        took = closed_after(s, feed)
    finally:
        s.close()
    tap(DEADLINE - 1.5 <= took <= DEADLINE + 3, f"{name} is cut at the deadline", f"after {took:.1f} s")


def slow_clients():
    print("# slow clients, all at the same time", flush=True)
    sized = raw(SIZED + "Content-Length: 200000\n\n")
    rows = [
        ("a header that never ends", b"GET /healthz HTTP/1.1\r\n", lambda s: s.sendall(b"A: b\r\n")),
        ("a request line that never ends", b"GET /", lambda s: s.sendall(b"a")),
        ("a header that stops", b"GET /healthz HTTP/1.1\r\nHost: x\r\n", lambda s: None),
        ("a body that never ends", sized, lambda s: s.sendall(b" ")),
        ("a body that stops", sized, lambda s: None),
        ("a handshake that does not begin", None, lambda s: None, False),
        ("a handshake that never ends", b"\x16\x03\x01\x20\x00", lambda s: s.sendall(b"\x01"), False),
    ]
    threads = [threading.Thread(target=slow, args=row) for row in rows]
    for thread in threads:
        thread.start()
    good_request("slow clients have begun")
    for thread in threads:
        thread.join()
    good_request("slow clients")


# --- TLS ---------------------------------------------------------------------------------------------


def refused(tls, data=b""):
    try:
        with connect(tls=tls, timeout=5) as s:
            if data:
                s.sendall(data)
            return s.recv(100).startswith(b"HTTP") is False
    except OSError:
        return True


def transport():
    print("# TLS", flush=True)
    old = ssl.create_default_context(cafile=os.environ["REMS_CA"])
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    tap(refused(old), "TLS 1.2 is refused")
    tap(refused(None, request()), "HTTP without TLS is not answered")
    tap(refused(None, b"\x80\x2e\x01\x00\x02" + b"\0" * 60), "an SSL 2 hello is refused")
    with connect() as s:
        tap(s.version() == "TLSv1.3", "TLS 1.3 is spoken", s.version())
        s.sendall(request())
        receive(s)
        tap(not s.session or not s.session.has_ticket, "no session ticket is given")
    good_request("TLS")


def main():
    transport()
    group("request lines", REQUEST_LINES)
    group("targets", TARGETS)
    group("header lines", HEADERS)
    group("framing", FRAMING)
    group("content types", TYPES)
    group("methods", METHODS)
    group("bodies", BODIES)
    group("queries", QUERIES)
    group("credentials", CREDENTIALS)
    session_rows()
    in_pieces()
    pipelined()
    disconnects()
    crowd()
    slow_clients()
    print(f"1..{count}", flush=True)


main()
