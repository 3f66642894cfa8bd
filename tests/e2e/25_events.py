#!/usr/bin/python3
"""Server-sent events, health and figures: what an open screen and an operator see."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from rems_site import Log, Site, Tap, Wire  # noqa: E402

AT = "2008-03-04T14:00:00.000000Z"


def open_stream(log, user):
    wire = Wire(log.site)
    wire.http.request("GET", "/v1/logs/%s/events" % log.origin,
                      headers={"Authorization": "Bearer " + log.people[user].wire.token})
    return wire.http.getresponse()


def next_entry(stream):
    """The data of the next `entry` event."""
    event = None
    while True:
        line = stream.readline().decode().rstrip("\r\n")
        if line.startswith("event: "):
            event = line[7:]
        elif line.startswith("data: ") and event == "entry":
            return json.loads(line[6:])


def main():
    tap = Tap()
    with Site() as site:
        other = Log(site, "elsewhere", AT)
        log = Log(site, "events", AT)
        other.people = log.people  # the same users; each has one session at a time
        log.furnish()
        stream = open_stream(log, "auditor")
        tap.same((stream.status, stream.getheader("content-type").split(";")[0]),
                 (200, "text/event-stream"), "a reader may watch a log")
        other.furnish()
        log.stock("L1", 28)
        log.man("M-001")
        said = [next_entry(stream) for _ in range(7)]
        tap.same([e["type"] for e in said], ["lot", "receive", "enrol", "consent", "agreement",
                                             "contraception", "counsel"],
                 "each entry of this log is told, in its order, and none of another")
        tap.same([e.get("subject") for e in said], [None, None] + ["M-001"] * 5, "with its subject")
        log.prescribe("M-001", "RX-1", 29)
        log.say("pharmacist", "dispense", {"capsules": 29, "lot": "L1", "prescription": "RX-1",
                                           "subject": "M-001"})
        tap.same([next_entry(stream)["outcome"] for _ in range(2)], ["accepted", "refused"],
                 "a refusal is told as such")
        tap.same(Wire(site).ask("GET", "/v1/logs/%s/events" % log.origin).status, 401,
                 "nobody watches without a session")
        health = Wire(site).ask("GET", "/healthz")
        tap.same((health.status, health.json["status"], health.json["training"]), (200, "ok", True),
                 "the daemon says that it is well")
        figures = dict(line.rsplit(" ", 1) for line in
                       Wire(site).ask("GET", "/metrics").bytes.decode().splitlines()
                       if not line.startswith("#"))
        tap.same((int(figures["rems_entries_refused_total"]), int(figures["rems_database_writers"]) > 0),
                 (1, True), "and counts what it did")
        head = log.view("head").json
        tap.ok(head["size"] > 20 and head["now"] >= head["at"] and head["zone"] == "America/New_York",
               "the head tells size, clock and zone", head)
        warned = log.people["prescriber"].say(log.origin, "prescribe", {
            "capsules": 28, "category": "AM", "dose_ug": 7000, "every_days": 1, "prescription": "RX-2",
            "strength_ug": 5000, "subject": "M-001"}, AT)
        tap.same((warned.status, "SUP-1" in warned.json["warnings"]), (201, True),
                 "a prescription that fails a gate is recorded with a warning")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
