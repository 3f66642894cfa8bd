#!/usr/bin/python3
"""Malformed requests against a site of its own (http_hostile.py says what they are; reliability R13 to R15)."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from rems_site import Log, Site  # noqa: E402


def main():
    with Site() as site:
        log = Log(site, "hostile", "2008-03-04T14:00:00.000000Z")
        log.furnish()
        env = dict(os.environ, REMS_URL=site.url, REMS_CA=site.ca, REMS_ORIGIN=log.origin,
                   REMS_TOKEN=log.people["pharmacist"].wire.token)
        return subprocess.run([os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                            "http_hostile.py")], env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
