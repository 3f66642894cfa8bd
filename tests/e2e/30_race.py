#!/usr/bin/python3
"""The last 28 capsules: 32 clients, one winner each time (B-135, reliability R5).

Each round a new lot gets 28 capsules and 32 subjects, all with everything in order, ask for them at
the same moment, through two daemons on one database: within a daemon its queue orders the rivals,
between the two only the lock on the head does. ROUNDS (20 here; the campaign runs 500) tells how often.
"""
import os
import sys
import threading
from collections import Counter

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from rems_site import Log, Site, Tap  # noqa: E402

ROUNDS = int(os.environ.get("ROUNDS", "20"))
CLIENTS = 32
AT = "2008-03-04T14:00:00.000000Z"


def race(log, clients, lot, current):
    """All at once; the outcome of each."""
    barrier = threading.Barrier(CLIENTS)
    outcomes = [None] * CLIENTS

    def run(i):
        body = {"capsules": 28, "lot": lot, "prescription": current[i], "sheet": True,
                "subject": "M-%03d" % i}
        envelope = clients[i].envelope(clients[i].statement(log.origin, "dispense", body))
        barrier.wait()
        answer = clients[i].send(log.origin, envelope)
        outcomes[i] = (answer.status, tuple(answer.json.get("verdict", {}).get("fail", [])))

    threads = [threading.Thread(target=run, args=(i,)) for i in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def main():
    tap = Tap()
    with Site() as site:
        log = Log(site, "race", AT)
        log.furnish()
        current = []
        for i in range(CLIENTS):
            log.man("M-%03d" % i)
            current.append("RX-%03d-0" % i)
            log.prescribe("M-%03d" % i, current[i])
        urls = [site.url, site.another_daemon()]
        clients = [log.people["pharmacist"].another(urls[i % 2]) for i in range(CLIENTS)]
        log.at = None  # from here on the log's own clock runs
        winners, losers, wrong = Counter(), Counter(), []
        for number in range(ROUNDS):
            lot = "L-%d" % number
            log.stock(lot, 28)
            outcomes = race(log, clients, lot, current)
            won = [i for i, (status, _) in enumerate(outcomes) if status == 201]
            winners[len(won)] += 1
            for status, fail in outcomes:
                if status != 201:
                    losers[(status, fail)] += 1
            accounts = log.balances(lot)
            if len(won) != 1 or accounts["available"] != 0 or accounts["dispensed"] != 28:
                wrong.append((number, won, accounts))
            for i in won:  # back to where everybody may ask again
                log.must(log.say("pharmacist", "return", {
                    "capsules": 28, "counted": AT, "counted_off": -300, "lot": lot,
                    "subject": "M-%03d" % i}))
                current[i] = "RX-%03d-%d" % (i, number + 1)
                log.prescribe("M-%03d" % i, current[i])
        tap.same(dict(winners), {1: ROUNDS}, "%d rounds of %d clients: one winner each" % (ROUNDS, CLIENTS))
        tap.ok(not wrong, "after each round the lot is empty and 28 capsules are dispensed", wrong)
        tap.same(dict(losers), {(200, ("INV-3",)): ROUNDS * (CLIENTS - 1)},
                 "every other client was refused by INV-3 alone")
        total = site.sql("select count(*), coalesce(sum(capsules), 0) from rems.posting")
        count, total = total.split("|")
        tap.ok(int(count) >= ROUNDS * 4, "the postings are there: %s" % count)
        tap.same(total, "0", "all postings together are zero")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
