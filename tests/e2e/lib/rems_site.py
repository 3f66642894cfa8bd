"""A second client of the wire, written from the specification and not from our C.

It knows canonical JSON, challenge, signature, key derivation and the requests; nothing of the rules.
The tests use it to say what our own client would never say. Standard library and python3-cryptography.
"""
import base64
import hashlib
import http.client
import json
import os
import ssl
import subprocess
import tempfile
import threading
import time
import urllib.parse
import uuid

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
EMPTY_ROOT = base64.b64encode(hashlib.sha256(b"").digest()).decode()
MEANING = {"dispense": "dispensed-by", "test-verify": "verified-by"}
RESPONSIBILITY = {"ledger-open", "account", "key-enrol", "key-revoke", "site", "counsel", "receive",
                  "return", "evaluation-close", "restart", "hold", "release", "discontinue", "amend"}


def b64(data):
    return base64.b64encode(data).decode()


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Site:
    """A throwaway training site: cluster, certificates, daemon."""

    def __init__(self, **env):
        self.dir = tempfile.mkdtemp(prefix="rems-e2e.")
        os.chmod(self.dir, 0o711)
        self.env = dict(os.environ, **env)
        self.second = None
        self.run("start")
        with open(os.path.join(self.dir, "rems.yaml"), encoding="utf-8") as settings:
            values = dict(line.strip().split(": ", 1) for line in settings if ": " in line)
        self.url = values["url"].strip('"')
        self.ca = values["ca"].strip('"')
        self.realm = "training.example"

    def run(self, what):
        subprocess.run([os.path.join(TOP, "tests/lib/site.sh"), what, self.dir], check=True,
                       env=self.env, stdout=subprocess.DEVNULL)

    def another_daemon(self):
        """A second daemon on the same database: its url. Many may serve one (architecture.md)."""
        path = os.path.join(self.dir, "second.yaml")
        port_file = os.path.join(self.dir, "second.port")
        with open(os.path.join(self.dir, "remsd.yaml"), encoding="utf-8") as first:
            text = first.read().replace(os.path.join(self.dir, "port"), port_file)
        with open(path, "w", encoding="utf-8") as config:
            config.write(text)
        program = self.env.get("REMSD") or os.path.join(self.env["BUILD"], "remsd")
        with open(os.path.join(self.dir, "second.log"), "wb") as log:
            self.second = subprocess.Popen([program, "run", "--config", path], cwd=TOP, stderr=log,
                                           stdin=subprocess.DEVNULL)
        for _ in range(600):
            if os.path.exists(port_file) and os.path.getsize(port_file) > 0:
                with open(port_file, encoding="utf-8") as port:
                    url = "https://127.0.0.1:" + port.read().strip()
                if Wire(self, url).ask("GET", "/healthz").status == 200:
                    return url
            assert self.second.poll() is None, "the second daemon ended"
            time.sleep(0.05)
        raise AssertionError("the second daemon does not answer")

    def conninfo(self):
        with open(os.path.join(self.dir, "conninfo"), encoding="utf-8") as text:
            return text.read().strip()

    def sql(self, text):
        done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", self.conninfo(), "-c", text],
                              check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.second is not None:
            self.second.terminate()
            self.second.wait(30)
        self.run("drop")


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.bytes = body
        kind = headers.get("content-type", "")
        self.json = json.loads(body) if "json" in kind and body else None

    @property
    def code(self):
        return self.json.get("code") if isinstance(self.json, dict) else None


class Wire:
    """One keep-alive connection to the daemon."""

    def __init__(self, site, url=None):
        parts = urllib.parse.urlsplit(url or site.url)
        context = ssl.create_default_context(cafile=site.ca)
        self.http = http.client.HTTPSConnection(parts.hostname, parts.port, context=context, timeout=30)
        self.token = None

    def ask(self, method, path, body=None, **headers):
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token and "Authorization" not in fields:
            fields["Authorization"] = "Bearer " + self.token
        if body is not None and not isinstance(body, bytes):
            body = canonical(body)
        if body is not None:
            fields.setdefault("Content-Type", "application/json")
        self.http.request(method, path, body=body, headers=fields)
        response = self.http.getresponse()
        data = response.read()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, data)


class Person:
    """A user with a key, signed in or not."""

    def __init__(self, site, user):
        self.site, self.user = site, user
        self.wire = Wire(site)
        self.key = None

    @property
    def pub(self):
        return self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def pop(self):
        text = "rems-key/v1\n%s\n%s\n%s" % (self.site.realm, self.user, b64(self.pub))
        return self.key.sign(text.encode())

    def derive(self, password, salt, n):
        full = b"rems-kdf/v1\n%s\n%s\n" % (self.site.realm.encode(), self.user.encode()) + salt
        return hashlib.scrypt(password.encode(), salt=full, n=n, r=8, p=1, dklen=64, maxmem=2 ** 28)

    def join(self, code, password):
        """Choose a password with a one-time code; the key is made here."""
        self.key = Ed25519PrivateKey.generate()
        salt, nonce, n = os.urandom(16), os.urandom(12), 4096
        derived = self.derive(password, salt, n)
        aad = b"%s\n%s\n" % (self.site.realm.encode(), self.user.encode()) + self.pub
        seed = self.key.private_bytes_raw() if hasattr(self.key, "private_bytes_raw") else raw_seed(self.key)
        blob = nonce + AESGCM(derived[32:]).encrypt(nonce, seed, aad)
        return self.wire.ask("PUT", "/v1/users/%s/credential" % self.user, {
            "salt": b64(salt), "n": n, "secret": b64(derived[:32]), "blob": b64(blob),
            "pub": b64(self.pub), "pop": b64(self.pop)}, Authorization="Code " + code)

    def login(self, password):
        kdf = self.wire.ask("GET", "/v1/kdf?user=" + self.user).json
        derived = self.derive(password, base64.b64decode(kdf["salt"]), kdf["n"])
        answer = self.wire.ask("POST", "/v1/sessions", {"secret": b64(derived[:32]), "user": self.user})
        if answer.status == 201:
            self.wire.token = answer.json["token"]
            blob = base64.b64decode(answer.json["blob"])
            pub = base64.b64decode(answer.json["pub"])
            aad = b"%s\n%s\n" % (self.site.realm.encode(), self.user.encode()) + pub
            self.key = Ed25519PrivateKey.from_private_bytes(
                AESGCM(derived[32:]).decrypt(blob[:12], blob[12:], aad))
        return answer

    def another(self, url=None):
        """The same person and session on a connection of its own, to this daemon or another."""
        twin = Person(self.site, self.user)
        twin.wire = Wire(self.site, url)
        twin.key, twin.wire.token = self.key, self.wire.token
        return twin

    def challenge(self, origin, code=None):
        extra = {"Authorization": "Code " + code, "Rems_User": self.user} if code else {}
        answer = self.wire.ask("POST", "/v1/logs/%s/challenge" % origin, {}, **extra)
        assert answer.status == 201, answer.bytes
        return answer.json["chal"]

    def statement(self, origin, kind, body, code=None, **changes):
        meaning = MEANING.get(kind, "responsibility" if kind in RESPONSIBILITY else "authorship")
        stmt = {"body": body, "idem": str(uuid.uuid4()), "meaning": meaning, "origin": origin,
                "seen": {"n": 0, "root": EMPTY_ROOT}, "signer": self.user, "t": kind, "v": 1}
        stmt.update(changes)
        if "chal" not in stmt:
            stmt["chal"] = self.challenge(origin, code)
        return stmt

    def envelope(self, stmt):
        data = canonical(stmt)
        return canonical({"sig": b64(self.key.sign(b"rems-stmt/v1\n" + data)), "stmt": stmt})

    def send(self, origin, envelope, at=None, code=None):
        headers = {}
        if at:
            headers["Rems_Training_At"] = at
        if code:
            headers["Authorization"] = "Code " + code
        return self.wire.ask("POST", "/v1/logs/%s/statements" % origin, envelope, **headers)

    def say(self, origin, kind, body, at=None, code=None, **changes):
        return self.send(origin, self.envelope(self.statement(origin, kind, body, code, **changes)),
                         at, code)


def raw_seed(key):
    from cryptography.hazmat.primitives.serialization import NoEncryption, PrivateFormat
    return key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())


def password_of(user):
    return "training " + user


class Log:
    """A training log with one person for each role, opened at `at`."""

    ROLES = ("coordinator", "prescriber", "pharmacist", "auditor")

    def __init__(self, site, name, at):
        self.site, self.at = site, at
        self.origin = "%s/e2e/%s" % (site.realm, name)
        anyone = Wire(site)
        made = anyone.ask("POST", "/v1/training/logs", {"origin": self.origin, "user": "administrator"})
        assert made.status == 201, made.bytes
        code = made.json["code"]
        self.people = {"administrator": self.person("administrator", code)}
        boss = self.people["administrator"]
        self.must(boss.say(self.origin, "ledger-open", {
            "pop": b64(boss.pop), "pub": b64(boss.pub), "site": "e2e", "study": name,
            "training": True, "user": boss.user, "zone": "America/New_York"}, at, code))
        for role in self.ROLES:
            self.enrol(role, [role])

    @staticmethod
    def must(answer):
        assert answer.status == 201, (answer.status, answer.bytes)
        return answer.json

    def person(self, user, code):
        """Signed in; the credential is made with the code where the user is new."""
        p = Person(self.site, user)
        if p.login(password_of(user)).status != 201:
            joined = p.join(code, password_of(user))
            assert joined.status == 204, joined.bytes
            assert p.login(password_of(user)).status == 201
        return p

    def enrol(self, user, roles):
        boss = self.people["administrator"]
        self.must(boss.say(self.origin, "account", {"roles": roles, "user": user}, self.at))
        made = boss.wire.ask("POST", "/v1/users/%s/code" % user, {"origin": self.origin})
        assert made.status == 201, made.bytes
        p = self.person(user, made.json["code"])
        self.must(boss.say(self.origin, "key-enrol", {"pop": b64(p.pop), "pub": b64(p.pub),
                                                      "user": user}, self.at))
        self.people[user] = p
        return p

    def say(self, user, kind, body, at=None, **changes):
        return self.people[user].say(self.origin, kind, body, at or self.at, **changes)

    def view(self, path, user="auditor", at=None):
        headers = {"Rems_Training_At": at} if at else {}
        return self.people[user].wire.ask("GET", "/v1/logs/%s/%s" % (self.origin, path), **headers)

    def furnish(self):
        """Site, registrations, one product."""
        say = lambda *a: self.must(self.say(*a))
        say("administrator", "site", {"name": "a site of the tests", "pharmacy": "IDS-1",
                                      "program": "revassist-trial"})
        for kind, name in (("prescriber", "prescriber"), ("pharmacy", "IDS-1"),
                           ("counsellor", "coordinator")):
            say("coordinator", "registration", {"from": "2007-11-01", "kind": kind, "name": name,
                                                "standing": "active"})
        say("pharmacist", "product", {"name": "lenalidomide 5 mg capsule", "product": "LEN5",
                                      "strength_ug": 5000})

    def stock(self, lot, capsules, at=None):
        self.must(self.say("pharmacist", "lot", {"expiry": "2009-12-31", "lot": lot, "product": "LEN5"},
                           at))
        self.must(self.say("pharmacist", "receive", {"capsules": capsules, "condition": "in-range",
                                                     "lot": lot, "shipment": "S-" + lot}, at))

    def man(self, subject, local="2008-03-04T14:00:00.000000Z", off=-300):
        """A male subject for whom everything is in order but the prescription."""
        say = lambda *a: self.must(self.say(*a))
        say("coordinator", "enrol", {"born": "1960-05-01", "sex": "male", "subject": subject})
        say("coordinator", "consent", {"signed": local, "signed_off": off, "state": "given",
                                       "subject": subject})
        say("coordinator", "agreement", {"category": "AM", "signed": local, "signed_off": off,
                                         "subject": subject})
        say("coordinator", "contraception", {"methods": ["condom"], "since": "2008-01-15",
                                             "subject": subject})
        say("coordinator", "counsel", {"held": local, "held_off": off, "items": [
            "side-effects", "not-sharing", "blood-donation", "capsules-whole", "dose", "condom",
            "sperm-donation"], "subject": subject})

    def prescribe(self, subject, code, capsules=28):
        self.must(self.say("prescriber", "prescribe", {
            "capsules": capsules, "category": "AM", "dose_ug": 5000, "every_days": 1,
            "prescription": code, "strength_ug": 5000, "subject": subject}))

    def balances(self, lot):
        return self.view("lots/" + lot).json["accounts"]


class Tap:
    """Counts and prints; the plan comes last."""

    def __init__(self):
        self.count = self.failed = 0
        self.lock = threading.Lock()

    def ok(self, good, what, note=""):
        with self.lock:
            self.count += 1
            self.failed += not good
            print("%s %d - %s" % ("ok" if good else "not ok", self.count, what), flush=True)
            if not good and note:
                print("\n".join("# " + line for line in str(note).splitlines()), flush=True)
        return good

    def same(self, found, expected, what):
        return self.ok(found == expected, what, "found %r, expected %r" % (found, expected))

    def end(self):
        print("1..%d" % self.count, flush=True)
        return 1 if self.failed else 0
