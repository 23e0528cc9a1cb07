import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { releaseText } from "../../../../cli/import/release";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-release-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function released(state: object | string): string | undefined {
  const file = join(folder, "state.json");
  writeFileSync(file, typeof state === "string" ? state : JSON.stringify(state));
  return releaseText(file);
}

const terraform = (...resources: readonly object[]) => ({ version: 4, terraform_version: "1.9.0", resources });
const managed = (type: string, name: string, more: object = {}) => ({
  mode: "managed",
  type,
  name,
  instances: [],
  ...more,
});

it("has a removed block for each resource of Terraform, without keys", () => {
  const text = released(
    terraform(
      managed("gitlab_project_job_token_scopes", "all"),
      managed("gitlab_project_job_token_scope", "one", { module: 'module.team["a.b"].module.x' }),
      managed("gitlab_project_job_token_scope", "one", { module: 'module.team["c"].module.x' }),
      managed("gitlab_project_variable", "kept"),
      { ...managed("gitlab_project_job_token_scopes", "read"), mode: "data" },
    ),
  );
  expect(text?.match(/from = .*/g)).toEqual([
    "from = gitlab_project_job_token_scopes.all",
    "from = module.team.module.x.gitlab_project_job_token_scope.one",
  ]);
  expect(text).toContain("    destroy = false\n");
});

it("has a command for each resource of pulumi-gitlab, safe for a shell", () => {
  const type = "gitlab:index/projectJobTokenScopes:ProjectJobTokenScopes";
  const resources = [
    { urn: `urn:pulumi:prod::old::${type}::it's`, type },
    { urn: "urn:pulumi:prod::old::gitlab:index/project:Project::kept", type: "gitlab:index/project:Project" },
  ];
  const text = released({ version: 3, deployment: { resources } });
  expect(text?.match(/^pulumi .*/gm)).toEqual([`pulumi state delete --yes 'urn:pulumi:prod::old::${type}::it'\\''s'`]);
});

it("is nothing where the other tool holds no list", () => {
  expect(released(terraform(managed("gitlab_project", "kept")))).toBeUndefined();
  expect(released({ deployment: {} })).toBeUndefined();
});

it.each([
  ["{", "is no JSON"],
  [{}, "is no state that this reads"],
])("%j is an error", (state, told) => {
  expect(() => released(state)).toThrow(told);
});
