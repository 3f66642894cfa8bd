#!/usr/bin/python3
"""Who may say what, and in which order a statement is checked (ledger.md 2.8)."""
import base64
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402
from rems_site import EMPTY_ROOT, TOP, Log, Person, Site, Tap, Wire, b64  # noqa: E402

AT = "2008-03-04T14:00:00.000000Z"
ROLES = ("administrator", "auditor", "coordinator", "counsellor", "pharmacist", "prescriber")

# A body of the right shape for each type; what it names need not exist: authority comes first.
BODIES = {
    "account": {"roles": [], "user": "nobody-1"},
    "key-revoke": {"key": "0" * 16, "reason": "lost", "user": "nobody-1"},
    "site": {"name": "n", "pharmacy": "P", "program": "revassist-trial"},
    "product": {"name": "n", "product": "X", "strength_ug": 5000},
    "lot": {"expiry": "2009-12-31", "lot": "X", "product": "X"},
    "registration": {"from": "2007-11-01", "kind": "pharmacy", "name": "X", "standing": "active"},
    "enrol": {"born": "1970-01-20", "sex": "female", "subject": "X"},
    "category": {"basis": "none", "subject": "X"},
    "agreement": {"category": "AFRP", "signed": AT, "signed_off": -300, "subject": "X"},
    "consent": {"signed": AT, "signed_off": -300, "state": "given", "subject": "X"},
    "contraception": {"methods": [], "since": "2008-01-15", "subject": "X"},
    "menses": {"pattern": "regular", "subject": "X"},
    "test": {"accession": "A", "collected": AT, "collected_off": -300, "result": "negative",
             "specimen": "serum", "subject": "X"},
    "test-result": {"result": "negative", "resulted": AT, "resulted_off": -300, "subject": "X", "test": 1},
    "test-verify": {"as": "prescriber", "subject": "X", "test": 1},
    "counsel": {"held": AT, "held_off": -300, "items": [], "subject": "X"},
    "prescribe": {"capsules": 28, "category": "AFRP", "dose_ug": 5000, "every_days": 1,
                  "prescription": "R", "strength_ug": 5000, "subject": "X"},
    "receive": {"capsules": 1, "condition": "in-range", "lot": "X", "shipment": "S"},
    "dispense": {"capsules": 28, "lot": "X", "prescription": "R", "subject": "X"},
    "first-dose": {"subject": "X", "taken": AT, "taken_off": -300},
    "return": {"capsules": 1, "counted": AT, "counted_off": -300, "lot": "X", "subject": "X"},
    "missed-period": {"noticed": AT, "noticed_off": -300, "subject": "X"},
    "bleeding": {"noticed": AT, "noticed_off": -300, "subject": "X"},
    "evaluation": {"note": "n", "subject": "X"},
    "evaluation-close": {"finding": "not-pregnant", "subject": "X"},
    "interrupt": {"from": "2008-03-04", "reason": "r", "subject": "X"},
    "restart": {"from": "2008-03-04", "subject": "X"},
    "hold": {"reason": "r", "subject": "X"},
    "release": {"reason": "r", "subject": "X"},
    "discontinue": {"on": "2008-03-04", "reason": "r", "subject": "X"},
    "amend": {"field": "subject", "new": "Y", "of": 1, "old": "X", "reason": "r"},
}
# Those that would be accepted or need keys of their own.
SKIP_ALLOWED = {"account", "site", "product", "registration", "enrol"}


def catalogue():
    """type -> (meaning, roles), from the table itself."""
    row = re.compile(r'^STATEMENT\(\w+,\s*"([^"]+)",\s*(\w+),\s*([\w|]+),')
    with open(os.path.join(TOP, "server/core/catalogue.def"), encoding="utf-8") as table:
        for line in table:
            match = row.match(line)
            if match:
                roles = set() if match[3] == "SELF" else {r.lower() for r in match[3].split("|")}
                yield match[1], match[2].lower().replace("_", "-"), roles


def matrix(tap, log):
    types = {name: (meaning, roles) for name, meaning, roles in catalogue()}
    tap.ok(set(BODIES) | {"ledger-open", "key-enrol"} == set(types), "every type is in this test",
           set(types) ^ (set(BODIES) | {"ledger-open", "key-enrol"}))
    for kind, body in BODIES.items():
        meaning, allowed = types[kind]
        wrong = []
        for role in ROLES:
            may = role in allowed
            if may and kind in SKIP_ALLOWED:
                continue
            answer = log.say(role, kind, dict(body, **{"as": role}) if may and "as" in body else body,
                             meaning=meaning)
            refused = answer.status == 403 and answer.code == "no_authority"
            if may == refused:
                wrong.append((role, answer.status, answer.code))
        tap.ok(not wrong, "%s: only %s" % (kind, ", ".join(sorted(allowed))), wrong)


def refusals(tap, site, log):
    coordinator, pharmacist = log.people["coordinator"], log.people["pharmacist"]
    body = BODIES["enrol"]
    size = lambda: log.view("head").json["size"]
    before = size()

    def expect(answer, status, code, what):
        tap.same((answer.status, answer.code), (status, code), what)

    stmt = coordinator.statement(log.origin, "enrol", body)
    expect(pharmacist.send(log.origin, coordinator.envelope(stmt)), 401, "wrong_signer",
           "a statement of somebody else")
    expect(coordinator.send(log.origin, pharmacist.envelope(stmt)), 401, "bad_signature",
           "a statement signed with another key")
    flipped = bytearray(coordinator.envelope(stmt))
    at = flipped.index(b'"1970-01-20"') + 4
    flipped[at] = ord("8") if flipped[at] != ord("8") else ord("7")
    expect(coordinator.send(log.origin, bytes(flipped)), 401, "bad_signature", "one digit changed on the way")
    expect(coordinator.say(log.origin, "enrol", body, chal=pharmacist.challenge(log.origin)), 409,
           "challenge_stale", "the challenge of another user")
    expect(coordinator.say(log.origin, "enrol", body, chal=b64(bytes(16))), 409, "challenge_stale",
           "a challenge that is not ours")
    expect(coordinator.say(log.origin, "enrol", body, seen={"n": 3, "root": EMPTY_ROOT}), 409,
           "seen_unknown", "a head that this log never had")
    expect(coordinator.say(log.origin, "enrol", body, seen={"n": 10 ** 6, "root": EMPTY_ROOT}), 409,
           "seen_unknown", "a head from the future")
    expect(coordinator.say(log.origin, "enrol", body, meaning="approval"), 422, "bad_field",
           "another meaning than the type's")
    expect(coordinator.say(log.origin, "nonsense", body), 422, "unknown_type", "a type that does not exist")
    expect(coordinator.say(log.origin, "enrol", dict(body, born="1970-02-30")), 422, "bad_field",
           "a day that does not exist")
    expect(coordinator.say(log.origin, "enrol", dict(body, height=170)), 422, "unknown_field",
           "a field that does not exist")
    expect(coordinator.say(log.origin, "enrol", {"sex": "male", "subject": "X"}), 422, "missing_field",
           "a field that is missing")
    expect(coordinator.say(log.origin, "test", dict(BODIES["test"], collected_off=-240)), 422, "T-10",
           "an offset that the zone does not have then")
    expect(pharmacist.say(log.origin, "test-verify", BODIES["test-verify"]), 403, "no_authority",
           "a pharmacist who verifies as prescriber")
    expect(coordinator.say(log.origin, "menses", dict(BODIES["menses"], subject="NOBODY")), 422,
           "unknown_subject", "a subject that does not exist")
    expect(log.people["administrator"].say(log.origin, "ledger-open", {
        "pop": b64(log.people["administrator"].pop), "pub": b64(log.people["administrator"].pub),
        "site": "e2e", "study": "x", "training": True, "user": "administrator",
        "zone": "America/New_York"}), 409, "log_open", "opening an open log")
    stranger = Wire(site)
    answer = stranger.ask("GET", "/v1/logs/%s/head" % log.origin)
    expect(answer, 401, "not_signed_in", "a reader without a session")
    stranger.token = b64(os.urandom(32))
    expect(stranger.ask("GET", "/v1/logs/%s/head" % log.origin), 401, "not_signed_in", "an invented session")
    expect(coordinator.wire.ask("GET", "/v1/logs/%s/nowhere/head" % log.site.realm), 404, "unknown_log",
           "a log that does not exist")
    tap.same(size(), before, "none of them became an entry")


def clock(tap, site, log):
    """A clock behind the last entry: nothing is recorded, reading goes on."""
    site.sql("update rems.head set last_at = clock_timestamp() + interval '1 hour', "
             "clock_offset = '0' where log_id = (select log_id from rems.log where origin = '%s')" % log.origin)
    before = log.view("head").json["size"]
    answer = log.say("pharmacist", "lot", {"expiry": "2009-12-31", "lot": "L99", "product": "LEN5"})
    tap.same((answer.status, answer.code), (503, "clock_behind"), "a clock behind the last entry records nothing")
    tap.same(log.view("head").json["size"], before, "and the log can still be read")


def keys(tap, site, log):
    """Enrolment and revocation: a key counts from the next entry to its revocation."""
    boss = log.people["administrator"]
    small = bytes([1]) + bytes(31)
    answer = boss.say(log.origin, "key-enrol", {"pop": b64(small + bytes(32)), "pub": b64(small), "user": "auditor"})
    tap.same((answer.status, answer.code), (422, "bad_key"), "a key of small order")
    answer = boss.say(log.origin, "key-enrol", {
        "pop": b64(log.people["pharmacist"].pop), "pub": b64(log.people["pharmacist"].pub), "user": "auditor"})
    tap.same((answer.status, answer.code), (422, "bad_key"), "a proof made for another user")
    p = log.people["pharmacist"]
    answer = boss.say(log.origin, "key-enrol", {"pop": b64(p.pop), "pub": b64(p.pub), "user": "pharmacist"})
    tap.same((answer.status, answer.code), (409, "already_recorded"), "a key enrolled twice")
    stranger = Person(site, "stranger-1")
    stranger.key = Ed25519PrivateKey.generate()
    answer = boss.say(log.origin, "key-enrol", {
        "pop": b64(stranger.pop), "pub": b64(stranger.pub), "user": "stranger-1"})
    tap.same((answer.status, answer.code), (422, "unknown_user"), "a key for somebody without an account")
    members = {m["user"]: m for m in log.view("members").json["members"]}
    extra = log.enrol("pharmacist-2", ["pharmacist"])
    body = {"lot": "L9", "product": "LEN5", "expiry": "2009-12-31"}
    log.must(extra.say(log.origin, "lot", body))
    key = {m["user"]: m for m in log.view("members").json["members"]}["pharmacist-2"]["key"]
    log.must(boss.say(log.origin, "key-revoke", {"key": key, "reason": "left the site", "user": "pharmacist-2"}))
    answer = extra.wire.ask("POST", "/v1/logs/%s/challenge" % log.origin, {})
    if answer.status == 201:
        answer = extra.say(log.origin, "lot", dict(body, lot="L10"))
    tap.same(answer.status, 401, "a revoked key signs nothing")
    tap.ok("key" in members["pharmacist"], "the members are listed with their keys")
    log.must(boss.say(log.origin, "account", {"roles": [], "user": "auditor"}))
    answer = log.view("head")
    tap.same((answer.status, answer.code), (403, "no_authority"), "a closed account reads nothing")
    log.must(boss.say(log.origin, "account", {"roles": ["auditor"], "user": "auditor"}))


def sign_in(tap, site):
    unknown, again = Wire(site).ask("GET", "/v1/kdf?user=nobody-9"), Wire(site).ask("GET", "/v1/kdf?user=nobody-9")
    tap.ok(unknown.status == 200 and unknown.json == again.json and len(base64.b64decode(unknown.json["salt"])) == 16,
           "an unknown user has a constant salt")
    person = Person(site, "counsellor")
    codes = [person.login("not the password").code for _ in range(6)]
    tap.same(codes, ["bad_login"] * 5 + ["locked_out"], "five wrong passwords lock a user out")
    tap.same(person.login("training counsellor").code, "locked_out", "the right one does not help then")


def main():
    tap = Tap()
    with Site() as site:
        log = Log(site, "checks", AT)
        log.furnish()
        log.enrol("counsellor", ["counsellor"])
        log.at = None
        matrix(tap, log)
        refusals(tap, site, log)
        keys(tap, site, log)
        sign_in(tap, site)
        clock(tap, site, log)
        text = subprocess.run(["grep", "-c", "training ", os.path.join(site.dir, "remsd.log")],
                              capture_output=True, text=True, check=False).stdout.strip()
        tap.same(text, "0", "no password is in the log")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
