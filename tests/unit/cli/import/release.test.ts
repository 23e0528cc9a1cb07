import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { releaseText } from "../../../../cli/import/release";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-release-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function released(state: Buffer | object | string): string | undefined {
  const file = join(folder, "state.json");
  writeFileSync(file, typeof state === "string" || Buffer.isBuffer(state) ? state : JSON.stringify(state));
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

it("has commands for a Terraform that has no removed blocks yet, with the keys of modules", () => {
  const module = 'module.team["a]b"]';
  const old = {
    ...terraform(managed("gitlab_project_job_token_scopes", "all", { module })),
    terraform_version: "1.6.6",
  };
  expect(released(old)?.match(/^terraform .*/gm)).toEqual([
    `terraform state rm '${module}.gitlab_project_job_token_scopes.all'`,
  ]);
});

it("has one block for a resource of many instances, whatever their keys and those of its modules, and however they stand", () => {
  const instances = [{ index_key: 0 }, { index_key: "x", deposed: "0badc0de" }, { index_key: "y", status: "tainted" }];
  const text = released(
    terraform(
      ...['["a]b"]', '["say \\"hi\\""]', "[0]", ""].map((key) =>
        managed("gitlab_project_job_token_scopes", "all", { module: `module.team${key}`, instances }),
      ),
    ),
  );
  expect(text?.match(/from = .*/g)).toEqual(["from = module.team.gitlab_project_job_token_scopes.all"]);
});

it("has one command for what is pending to be deleted as well, and forces what is protected", () => {
  const type = "gitlab:index/projectJobTokenScope:ProjectJobTokenScope";
  const one = { urn: `urn:pulumi:prod::old::${type}::a`, type };
  const text = released({
    deployment: { resources: [one, { ...one, delete: true }, { ...one, urn: `${one.urn}b`, protect: true }] },
  });
  expect(text?.match(/^pulumi .*/gm)).toEqual([
    `pulumi state delete --yes '${one.urn}'`,
    `pulumi state delete --yes --force '${one.urn}b'`,
  ]);
});

it("reads what Windows PowerShell has written", () => {
  const text = JSON.stringify(terraform(managed("gitlab_project_job_token_scopes", "all")));
  const utf16 = released(Buffer.from(`\uFEFF${text}`, "utf16le"));
  expect(utf16).toContain("from = gitlab_project_job_token_scopes.all");
  expect(released(`\uFEFF${text}`)).toBe(utf16);
});

it("is nothing where the other tool holds no list", () => {
  expect(released(terraform(managed("gitlab_project", "kept")))).toBeUndefined();
  expect(released({ deployment: {} })).toBeUndefined();
});

it.each([
  ["{", "is no JSON"],
  [{}, "is no state that this reads: give `terraform state pull` of version 4, or `pulumi stack export`."],
  [{ version: 3, modules: [{ resources: {} }] }, "is a state of Terraform 0.11 or older"],
  [
    { meta: {}, encrypted_data: "x", encryption_version: "v0" },
    "is encrypted by OpenTofu: give what `tofu state pull`",
  ],
  [{ format_version: "1.0", values: {} }, "is what `terraform show -json` prints"],
  [{ version: 3, checkpoint: { latest: {} } }, "is a file of Pulumi's backend: give `pulumi stack export`."],
])("%j is an error", (state, told) => {
  expect(() => released(state)).toThrow(told);
});
