// Its package is installed by the test that runs it, and is none of this repository.
import { Gitlab } from "@gitbeaker/rest";

const gitlab = new Gitlab({ host: process.env.GITLAB_URL, token: process.env.GITLAB_TOKEN });

const group = await gitlab.Groups.create("acme", "acme", { visibility: "private" });
const project = await gitlab.Projects.create({ name: "billing", namespaceId: group.id });
const deploy = await gitlab.Projects.create({ name: "deploy", namespaceId: group.id });

await gitlab.ProjectJobTokenScopes.addToInboundAllowList(project.id, deploy.id);
const allowed = await gitlab.ProjectJobTokenScopes.showInboundAllowList(project.id);
await gitlab.ProjectJobTokenScopes.removeFromInboundAllowList(project.id, deploy.id);

await gitlab.ProjectVariables.create(project.id, "REGION", "north", { masked: false });
await gitlab.ProjectVariables.edit(project.id, "REGION", "west");
const variable = await gitlab.ProjectVariables.show(project.id, "REGION");
await gitlab.ProjectVariables.remove(project.id, "REGION");

const end = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const token = await gitlab.ProjectAccessTokens.create(project.id, "robot", ["read_api"], end);
const rotated = await gitlab.ProjectAccessTokens.rotate(project.id, token.id);

const runner = await gitlab.Users.createCIRunner("project_type", { projectId: project.id, tagList: ["deploy"] });
const shown = await gitlab.Runners.show(runner.id);
await gitlab.Runners.verify({ token: runner.token });
await gitlab.Runners.remove({ runnerId: runner.id });

const first = await gitlab.Projects.all({ pagination: "keyset", orderBy: "id", sort: "asc", perPage: 1, maxPages: 5 });

process.stdout.write(
  JSON.stringify({
    allowed: allowed.map(({ name }) => name),
    variable: variable.value,
    rotated: rotated.id !== token.id && rotated.token !== token.token,
    tags: shown.tag_list,
    projects: first.map(({ name }) => name),
  }),
);
