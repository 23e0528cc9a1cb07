import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../../../cli/main";
import { endRecord, headerRecord, inventoryText, projectRecord } from "../../../support/inventory/records";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gitlab-ci-access-job-log-"));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function told(log: string | Buffer): Promise<{ readonly code: number; readonly out: string }> {
  const out: string[] = [];
  jest.spyOn(console, "log").mockImplementation((...[text]: unknown[]) => void out.push(String(text)));
  const projects = ["acme/billing", "acme/a/etl", "acme/b/ETL"].map((path, index) =>
    projectRecord({ id: index + 1, path }),
  );
  const inventory = join(folder, "inventory.jsonl");
  writeFileSync(inventory, inventoryText(headerRecord(), ...projects, endRecord()));
  writeFileSync(join(folder, "job.log"), log);
  const code = await main(["suggest", "--inventory", inventory, "--job-log", join(folder, "job.log")], {});
  return { code, out: out.join("\n") };
}

const NOT_LISTED = "Authentication by CI/CD job token not allowed from deploy to project #1.";

/** GitLab's own sentences of 19.2 and of 18.2, as curl, git and npm show them. */
const logs: readonly (readonly [log: string, told: string])[] = [
  [
    "403 Forbidden - Insufficient permissions to access this resource in project #1. The following token permission is required: read_packages.",
    "acme/billing: the entry of the job's project has to permit read_packages as well",
  ],
  [
    "403 Forbidden - Insufficient permissions to access this resource in project billing. The following token permissions are required: admin_deployments and admin_environments.",
    "acme/billing: the entry of the job's project has to permit admin_deployments and admin_environments as well",
  ],
  [
    `remote: ${NOT_LISTED}\nThe requested URL returned error: 403`,
    "acme/billing: the job's project is not on its list, nor is a group above it",
  ],
  [
    `{"message":"403 Forbidden - ${NOT_LISTED}"}`,
    "acme/billing: the job's project is not on its list, nor is a group above it",
  ],
  [
    `2026-11-28T08:00:00.000000Z 01E \u001b[0;m\u001b[31;1mremote: ${NOT_LISTED}\u001b[0;m\r`,
    "acme/billing: the job's project is not on its list, nor is a group above it",
  ],
  [
    "remote: Authentication by CI/CD job token not allowed from deploy to etl.",
    "acme/a/etl or acme/b/ETL: the job's project is not on its list, nor is a group above it",
  ],
  [
    "remote: Authentication by CI/CD job token not allowed from deploy to vise-kit.v2.",
    "vise-kit.v2: the job's project is not on its list, nor is a group above it",
  ],
  [
    "remote: Insufficient permissions to pull from the repository of project #1.",
    "acme/billing: the job's project is let in, and the user who started the job may not read the repository: no entry helps, a role there does",
  ],
  [
    "403 Forbidden - This action is unauthorized for CI/CD job tokens.",
    "an endpoint that no permission opens: it needs an entry with default permissions",
  ],
  [
    "403 Forbidden - This project's CI/CD job token cannot be used to authenticate with the container registry of a different project.",
    "the API of another project's container registry: no entry opens it to job tokens; pulling images it does",
  ],
];

it.each(logs)("reads from a job's log: %s", async (log, expected) => {
  const { code, out } = await told(`$ curl\n${log}\n${log}\nERROR: Job failed`);
  expect(out).toBe(expected);
  expect(code).toBe(10);
});

it("reads all refusals of one log, each once", async () => {
  const { out } = await told(logs.map(([log]) => log).join("\n"));
  expect(out.split("\n").sort()).toEqual([...new Set(logs.map(([, line]) => line))].sort());
});

it.each([
  ["a job that ended well", "Job succeeded"],
  ["a 404 of GitLab", '{"message":"404 Project Not Found"}'],
  ["an empty log", ""],
])("%s is told as such", async (_what, log) => {
  expect(await told(log)).toEqual({
    code: 0,
    out: "The log has no refusal of a job token. A 404 for a project means that its user can't see it.",
  });
});
