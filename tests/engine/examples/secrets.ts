import type { ExampleStage } from "../../support/example-stage";
import type { ExampleGitLab } from "../../support/gitlab/example-gitlab";
import { GitLabApi } from "../../support/gitlab/gitlab-api";
import { type Example, UP } from "./example";

interface Variable {
  readonly value: string;
}

async function variableValue(gitlab: ExampleGitLab, project: string, key: string): Promise<string> {
  return (await gitlab.variable<Variable>(project, key)).value;
}

const rotation: Example = {
  name: "rotation",
  projects: ["acme/billing", "acme/deploy"],
  creates: 7,
  async holds({ gitlab }) {
    for (const [project, key] of [
      ["acme/deploy", "BILLING_SOURCES_TOKEN"],
      ["acme/billing", "REPORTS_TOKEN"],
    ] as const) {
      expect(await gitlab.variable(project, key)).toMatchObject({ protected: true, masked: true });
      expect(await gitlab.takes(await variableValue(gitlab, project, key))).toBe(true);
    }
  },
  async also(stage) {
    const { gitlab } = stage;
    const sources = () => variableValue(gitlab, "acme/deploy", "BILLING_SOURCES_TOKEN");
    const before = await sources();
    stage.setNow("2027-01-24T12:00:00Z");

    await stage.pulumi(UP);

    expect([await gitlab.takes(before), await gitlab.takes(await sources())]).toEqual([false, true]);
    expect(await gitlab.liveTokens("groups", "acme")).toBe(2); // One that overlaps, beside its previous one.
  },
  async leaves({ gitlab }) {
    expect([...(await gitlab.variables("acme/deploy")), ...(await gitlab.variables("acme/billing"))]).toEqual([]);
    const live = [await gitlab.liveTokens("groups", "acme"), await gitlab.liveTokens("projects", "acme/billing")];
    expect(live).toEqual([0, 0]);
  },
};

async function runnersOf({ api }: ExampleGitLab): Promise<Record<string, unknown>> {
  const listed = await api.get<{ id: number; description: string }[]>("/runners/all");
  const details = listed.map(async ({ id, description }) => [description, await api.get(`/runners/${id}`)]);
  return Object.fromEntries(await Promise.all(details));
}

const runners: Example = {
  name: "runners",
  projects: ["acme/billing"],
  async prepare({ api }) {
    const days = 24 * 3_600;
    const intervals = {
      group_runner_token_expiration_interval: 15 * days,
      project_runner_token_expiration_interval: 15 * days,
    };
    await api.put("/application/settings", intervals);
  },
  creates: 4,
  isProtected: true,
  async holds({ gitlab }) {
    const found = await runnersOf(gitlab);
    const tagsOnly = { run_untagged: false, paused: false };
    expect(found).toMatchObject({
      "billing's own machine": { ...tagsOnly, runner_type: "project_type", tag_list: ["billing"], locked: true },
      "builds for everyone": { ...tagsOnly, runner_type: "instance_type", tag_list: ["docker"], maximum_timeout: 3600 },
      "deployments from protected branches": {
        ...{ ...tagsOnly, runner_type: "group_type", tag_list: ["deploy"] },
        access_level: "ref_protected",
      },
    });
    expect(Object.keys(found)).toHaveLength(3);
  },
  async also(stage) {
    const outputs = async () => JSON.parse(await stage.pulumi(["stack", "output", "--json", "--show-secrets"]));
    const before = await outputs();
    expect(await stage.pulumi(["stack", "output", "deployConfig", "--show-secrets"])).toMatch(
      /^\[\[runners\]\]\n.*FF_DISABLE_AUTOMATIC_TOKEN_ROTATION = true\n/s,
    );
    stage.setNow("2027-01-09T12:00:00Z");

    await stage.pulumi(UP);

    const after = await outputs();
    expect(after.billingToken).toBe(before.billingToken);
    expect(after.deployConfig).not.toBe(before.deployConfig);
  },
  async leaves({ gitlab }) {
    expect(await runnersOf(gitlab)).toEqual({});
  },
};

/** What the hidden variable was given last: GitLab never shows it again, and the state holds it. */
async function credentialOf(stage: ExampleStage): Promise<string> {
  const { deployment } = JSON.parse(await stage.pulumi(["stack", "export", "--show-secrets"]));
  const resources: { type: string; outputs?: { value?: { plaintext?: string } } }[] = deployment.resources;
  const variable = resources.find(({ type }) => type.endsWith(":ProjectVariable"));
  return JSON.parse(variable?.outputs?.value?.plaintext ?? "null");
}

async function expectGoodCredential(stage: ExampleStage): Promise<string> {
  const credential = await credentialOf(stage);
  expect(await stage.gitlab.takes(credential)).toBe(true);
  expect(await stage.gitlab.liveTokens("groups", "acme")).toBe(1);
  return credential;
}

const credential: Example = {
  name: "credential",
  projects: ["acme/access"],
  settings: ({ simulator }) => ({ env: { GITLAB_BASE_URL: "" }, config: { "gitlab:baseUrl": simulator.url } }),
  creates: 4,
  isProtected: true,
  async holds(stage) {
    const safe = { protected: true, masked: true, hidden: true, value: null };
    expect(await stage.gitlab.variable("acme/access", "GITLAB_TOKEN")).toMatchObject(safe);
  },
  async also(stage) {
    const { simulator } = stage.gitlab;
    const first = { GITLAB_TOKEN: await expectGoodCredential(stage) };
    stage.setNow("2027-01-22T12:00:00Z");
    simulator.faults.add({ method: "PUT", path: /variables/, times: 1, fault: { kind: "status", status: 500 } });
    await stage.refused(UP, first);
    expect(await stage.gitlab.takes(first.GITLAB_TOKEN)).toBe(false);
    await stage.pulumi(UP, first);
    const second = { GITLAB_TOKEN: await expectGoodCredential(stage) };

    stage.setNow("2027-02-12T12:00:00Z");
    const lost = new GitLabApi(simulator.url, second.GITLAB_TOKEN);
    await lost.post("/personal_access_tokens/self/rotate", { expires_at: "2027-03-14" });
    expect(await stage.refused(UP, second)).toContain("can't rotate itself");
    await stage.pulumi(UP, { GITLAB_TOKEN: simulator.token });
    await expectGoodCredential(stage);
  },
  async leaves({ gitlab }) {
    expect(await gitlab.variables("acme/access")).toEqual([]);
    expect(await gitlab.liveTokens("groups", "acme")).toBe(0);
  },
};

export const secrets: readonly Example[] = [rotation, runners, credential];
