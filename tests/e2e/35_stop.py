#!/usr/bin/python3
"""A stop under load: what was accepted is finished and answered, nothing answered is lost, exit 0."""
import http.client
import os
import signal
import ssl
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from rems_site import Log, Site, Tap  # noqa: E402

AT = "2008-03-04T14:00:00.000000Z"
CLIENTS = 12


def main():
    tap = Tap()
    with Site() as site:
        log = Log(site, "stop", AT)
        log.furnish()
        log.at = None
        url = site.another_daemon()  # this one is stopped; the first one lives and is asked afterwards
        told, cut, lock, going = [], [], threading.Lock(), threading.Event()
        going.set()

        def work(number):
            client = log.people["pharmacist"].another(url)
            count = 0
            while going.is_set():
                count += 1
                lot = "S-%d-%d" % (number, count)
                try:
                    answer = client.say(log.origin, "lot", {"expiry": "2009-12-31", "lot": lot,
                                                            "product": "LEN5"})
                except (OSError, http.client.HTTPException, ssl.SSLError, AssertionError):
                    with lock:
                        cut.append(lot)
                    return
                with lock:
                    (told if answer.status == 201 else cut).append(lot)
                if answer.status != 201:
                    return

        threads = [threading.Thread(target=work, args=(i,)) for i in range(CLIENTS)]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 30
        while len(told) < 100 and time.monotonic() < deadline:
            time.sleep(0.01)
        site.second.send_signal(signal.SIGTERM)
        started = time.monotonic()
        status = site.second.wait(30)
        took = time.monotonic() - started
        going.clear()
        for thread in threads:
            thread.join()
        kept = set(site.sql("select lot from rems.lot").split())
        tap.ok(len(told) >= 100, "there was load: %d statements answered, %d clients cut off" % (len(told), len(cut)))
        tap.same(status, 0, "the daemon ended in good order (%.1f s)" % took)
        tap.ok(took < 15, "and soon")
        tap.ok(set(told) <= kept, "every acknowledged statement is in the log", sorted(set(told) - kept))
        tap.same(site.sql("select count(*) from rems.head h where h.size <> (select count(*) from "
                          "rems.entry e where e.log_id = h.log_id)"), "0", "head and entries agree")
        tap.same(log.view("head").status, 200, "the other daemon serves on")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
