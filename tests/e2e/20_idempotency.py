#!/usr/bin/python3
"""One key, one entry: resends, rivals and reuse (ledger.md 2.8, reliability R6, R7)."""
import os
import sys
import threading
from collections import Counter

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from rems_site import Log, Site, Tap  # noqa: E402

TIMES = int(os.environ.get("TIMES", "1000"))
AT = "2008-03-04T14:00:00.000000Z"


def main():
    tap = Tap()
    with Site() as site:
        log = Log(site, "keys", AT)
        log.furnish()
        log.stock("L1", 100)
        log.man("M-001")
        log.prescribe("M-001", "RX-1")
        log.at = None
        pharmacist = log.people["pharmacist"]
        body = {"capsules": 28, "lot": "L1", "prescription": "RX-1", "sheet": True, "subject": "M-001"}
        stmt = pharmacist.statement(log.origin, "dispense", body)
        envelope = pharmacist.envelope(stmt)

        clients = [pharmacist.another() for _ in range(16)]
        answers, lock, barrier = [], threading.Lock(), threading.Barrier(16)

        def resend(client):
            barrier.wait()
            for _ in range((TIMES + 15) // 16):
                answer = client.send(log.origin, envelope)
                with lock:
                    answers.append((answer.status, answer.bytes, answer.headers.get("idempotency-replayed")))

        threads = [threading.Thread(target=resend, args=(c,)) for c in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        tap.ok(len(answers) >= TIMES, "the same bytes were sent %d times by 16 clients" % len(answers))
        tap.same(Counter(a[0] for a in answers), Counter({201: len(answers)}), "each was answered 201")
        tap.same(len({a[1] for a in answers}), 1, "all answers are the same, to the byte")
        tap.same(Counter(a[2] for a in answers), Counter({"true": len(answers) - 1, None: 1}),
                 "all but one say that they are a repeat")
        tap.same(site.sql("select count(*) from rems.entry where idem = '%s'" % stmt["idem"]), "1",
                 "there is one entry")
        tap.same(log.balances("L1")["available"], 72, "28 capsules left the lot, once")

        size = log.view("head").json["size"]
        other = dict(stmt, body=dict(body, capsules=27), chal=pharmacist.challenge(log.origin))
        answer = pharmacist.send(log.origin, pharmacist.envelope(other))
        tap.same((answer.status, answer.code), (422, "key_reused"), "the key with another body: 422")
        tap.ok(b"receipt" not in answer.bytes and b"entry" not in answer.bytes.replace(b"entry_", b""),
               "nothing of the first answer is shown", answer.bytes)
        again = dict(stmt, chal=pharmacist.challenge(log.origin))
        answer = pharmacist.send(log.origin, pharmacist.envelope(again))
        tap.same((answer.status, answer.headers.get("idempotency-replayed")), (201, "true"),
                 "the same body with a new challenge is the same statement")
        tap.same(log.view("head").json["size"], size, "and nothing was written")

        refused = dict(pharmacist.statement(log.origin, "dispense", body))
        envelope = pharmacist.envelope(refused)
        first = pharmacist.send(log.origin, envelope)
        second = pharmacist.send(log.origin, envelope)
        tap.same((first.status, second.status, first.bytes == second.bytes), (200, 200, True),
                 "a refusal answers its key as well")
        fresh = pharmacist.statement(log.origin, "dispense", body, chal=stmt["chal"])
        answer = pharmacist.send(log.origin, pharmacist.envelope(fresh))
        tap.same((answer.status, answer.code), (409, "challenge_stale"),
                 "a challenge serves once: another statement with it is refused")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
