import datetime
import json
import os

import gitlab

gl = gitlab.Gitlab(os.environ["GITLAB_URL"], private_token=os.environ["GITLAB_TOKEN"])

group = gl.groups.create({"name": "acme", "path": "acme"})
project = gl.projects.create({"name": "billing", "namespace_id": group.id})
deploy = gl.projects.create({"name": "deploy", "namespace_id": group.id})

scope = project.job_token_scope.get()
scope.allowlist.create({"target_project_id": deploy.id})
allowed = [entry.name for entry in scope.allowlist.list(get_all=True)]
scope.allowlist.delete(deploy.id)

variable = project.variables.create({"key": "REGION", "value": "north"})
variable.value = "west"
variable.save()
value = project.variables.get("REGION").value
variable.delete()

end = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
token = project.access_tokens.create({"name": "robot", "scopes": ["read_api"], "expires_at": end})
before = (token.id, token.token)
token.rotate()

gl.auth()
runner = gl.user.runners.create({"runner_type": "project_type", "project_id": project.id, "tag_list": ["deploy"]})
shown = gl.runners.get(runner.id)
gl.runners.verify(runner.token)
gl.runners.delete(runner.id)

projects = gl.projects.list(get_all=True, pagination="keyset", order_by="id", sort="asc", per_page=1)

print(json.dumps({
    "allowed": allowed,
    "variable": value,
    "rotated": (token.id, token.token) != before,
    "tags": shown.tag_list,
    "projects": [each.name for each in projects],
}))
