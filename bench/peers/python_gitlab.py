"""Brings one allowlist to the given ids with python-gitlab: python_gitlab.py '{"project":1,"projects":[2,3],"atOnce":10}'"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import gitlab


def main(given):
    api = gitlab.Gitlab(os.environ["GITLAB_BASE_URL"], private_token=os.environ["GITLAB_TOKEN"], per_page=100)
    project = api.projects.get(given["project"], lazy=True)
    scope = project.job_token_scope.get()
    wanted = given["projects"]
    present = [entry.id for entry in scope.allowlist.list(get_all=True)]
    missing = [target for target in wanted if target not in present]
    surplus = [target for target in present if target not in wanted and target != given["project"]]

    with ThreadPoolExecutor(given["atOnce"]) as threads:
        list(threads.map(lambda target: scope.allowlist.create({"target_project_id": target}), missing))
        if not scope.inbound_enabled:
            scope.enabled = True
            scope.save()
        list(threads.map(scope.allowlist.delete, surplus))


if sys.argv[1] == "--version":
    print(gitlab.__version__)
else:
    main(json.loads(sys.argv[1]))
