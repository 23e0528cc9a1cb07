"""Reads the switch and both lists of each project of a group with python-gitlab, by REST: python_gitlab_estate.py '{"group":"acme","atOnce":10}'"""

import json
import os
import resource
import sys
from concurrent.futures import ThreadPoolExecutor

import gitlab


def read(project):
    scope = project.job_token_scope.get()
    allowed = scope.allowlist.list(get_all=True), scope.groups_allowlist.list(get_all=True)
    return project.id, scope.inbound_enabled, sum(map(len, allowed))


def main(given):
    api = gitlab.Gitlab(os.environ["GITLAB_BASE_URL"], private_token=os.environ["GITLAB_TOKEN"], per_page=100)
    group = api.groups.get(given["group"])
    found = group.projects.list(include_subgroups=True, with_shared=False, iterator=True)
    with ThreadPoolExecutor(given["atOnce"]) as threads:
        read_all = list(threads.map(lambda one: read(api.projects.get(one.id, lazy=True)), found))
    print(json.dumps({"projects": len(read_all), "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


if sys.argv[1] == "--version":
    print(gitlab.__version__)
else:
    main(json.loads(sys.argv[1]))
