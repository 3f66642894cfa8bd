#!/usr/bin/python3
"""docs/openapi.yaml and server/api/routes.def name the same paths, methods, parameters and rights."""
import os
import re
import sys

import yaml

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
ROUTE = re.compile(r'^ROUTE\((\w+),\s*(\w+),\s*"([^"]+)",\s*"([^"]*)",\s*(\w+),\s*"([^"]+)"\)')
AUTH = {"NONE": [], "SESSION": ["session"], "CODE": ["code"], "EITHER": ["session", "code"]}


def routes():
    with open(os.path.join(TOP, "server/api/routes.def"), encoding="utf-8") as table:
        for line in table:
            match = ROUTE.match(line)
            if match:
                yield match.groups()


def resolve(api, item):
    """The thing itself where a reference stands for it."""
    reference = item.get("$ref")
    if reference is None:
        return item
    for part in reference.lstrip("#/").split("/"):
        api = api[part]
    return api


def main():
    with open(os.path.join(TOP, "docs/openapi.yaml"), encoding="utf-8") as document:
        api = yaml.safe_load(document)
    described = {(path, method.upper()): (operation, item)
                 for path, item in api["paths"].items()
                 for method, operation in item.items() if method != "parameters"}
    results = []
    known = list(routes())
    results.append((len(known) >= 20, "the table of routes was read: %d rows" % len(known)))
    for _, method, path, query, auth, _says in known:
        operation, item = described.pop((path, method), (None, None))
        results.append((operation is not None, "%s %s is described" % (method, path)))
        if operation is None:
            continue
        given = [p for p in item.get("parameters", []) + operation.get("parameters", [])
                 if resolve(api, p)["in"] == "query"]
        results.append((sorted(p["name"] for p in given) == sorted(query.split()),
                        "%s %s: its query parameters" % (method, path)))
        rights = [name for choice in operation.get("security", api["security"]) for name in choice]
        results.append((rights == AUTH[auth], "%s %s: who may call" % (method, path)))
        named = [resolve(api, p)["name"] for p in item.get("parameters", [])
                 if resolve(api, p)["in"] == "path"]
        results.append((sorted(named) == sorted(re.findall(r"{(\w+)}", path)),
                        "%s %s: its path parameters" % (method, path)))
    results.append((not described, "nothing else is described: %s" % sorted(described)))
    references = re.findall(r"'\$ref': '#/components/(\w+)/(\w+)'", str(api))
    missing = [r for r in references if r[1] not in api["components"].get(r[0], {})]
    results.append((references and not missing, "every reference leads somewhere: %s" % missing))
    print("1..%d" % len(results))
    for number, (good, what) in enumerate(results, 1):
        print("%s %d - %s" % ("ok" if good else "not ok", number, what))
    return 0 if all(good for good, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
