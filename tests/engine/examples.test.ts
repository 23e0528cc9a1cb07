import { ExampleStage, type StageOptions } from "../support/example-stage";
import { summaryOf } from "../support/scenario";

interface Example extends StageOptions {
  /** The steps of the first `up`, the stack included. */
  readonly creates: number;
  /** Advice of the policy pack that the README explains. */
  readonly advice?: readonly string[];
  /** What the simulated GitLab holds after `up`. */
  readonly holds: (stage: ExampleStage) => Promise<void>;
  /** What else the README promises. */
  readonly then?: (stage: ExampleStage) => Promise<void>;
  readonly isProtected?: true;
  /** What is left after `destroy`. */
  readonly leaves: (stage: ExampleStage) => Promise<void>;
}

const PACK = ["--policy-pack", "node_modules/pulumi-gitlab-ci-access/policies"];
const UP = ["up", "--yes", "--skip-preview"];

async function isLetIn(stage: ExampleStage, wanted: Readonly<Record<string, readonly string[] | "everybody">>) {
  for (const [project, callers] of Object.entries(wanted))
    expect({ [project]: await stage.gitlab.callersOf(project) }).toEqual({ [project]: callers });
}

const mesh: Example = {
  name: "microservices-mesh",
  projects: ["acme/core", "acme/orders", "acme/payments", "acme/shipping", "acme/storefront"],
  creates: 6,
  isProtected: true,
  holds: (stage) =>
    isLetIn(stage, {
      "acme/core": ["acme/orders", "acme/payments", "acme/shipping"],
      "acme/orders": ["acme/core", "acme/shipping", "acme/storefront"],
      "acme/payments": ["acme/core", "acme/orders", "acme/storefront"],
      "acme/shipping": ["acme/core"],
      "acme/storefront": ["acme/core"],
    }),
  leaves: (stage) => isLetIn(stage, { "acme/core": [], "acme/orders": [], "acme/storefront": [] }),
};

const minimal: Example = {
  name: "minimal",
  projects: ["acme/billing", "acme/deploy"],
  creates: 3,
  holds: (stage) => isLetIn(stage, { "acme/billing": ["acme/deploy"], "acme/deploy": "everybody" }),
  leaves: (stage) => isLetIn(stage, { "acme/billing": [] }),
};

const rotation: Example = {
  name: "rotation",
  projects: ["acme/billing", "acme/deploy"],
  creates: 6,
  async holds({ gitlab }) {
    for (const [project, key] of [
      ["acme/deploy", "BILLING_SOURCES_TOKEN"],
      ["acme/billing", "REPORTS_TOKEN"],
    ] as const) {
      const variable = await gitlab.variable<{ value: string }>(project, key);
      expect(variable).toMatchObject({ protected: true, masked: true });
      expect(await gitlab.takes(variable.value)).toBe(true);
    }
  },
  async then(stage) {
    const value = async () =>
      (await stage.gitlab.variable<{ value: string }>("acme/deploy", "BILLING_SOURCES_TOKEN")).value;
    const before = await value();
    stage.setNow("2027-01-24T12:00:00Z");
    await stage.pulumi(UP);
    expect([await stage.gitlab.takes(before), await stage.gitlab.takes(await value())]).toEqual([false, true]);
    // One that overlaps, with its previous one.
    expect(await stage.gitlab.liveTokens("groups", "acme")).toBe(2);
  },
  async leaves({ gitlab }) {
    expect([await gitlab.variables("acme/deploy"), await gitlab.variables("acme/billing")]).toEqual([[], []]);
    expect([await gitlab.liveTokens("groups", "acme"), await gitlab.liveTokens("projects", "acme/billing")]).toEqual([
      0, 0,
    ]);
  },
};

interface Runner {
  readonly id: number;
  readonly description: string;
}

async function runners({ gitlab: { api } }: ExampleStage): Promise<Map<string, object>> {
  const listed = await api.get<Runner[]>("/runners/all");
  const details = listed.map(async ({ id, description }) => [description, await api.get(`/runners/${id}`)] as const);
  return new Map(await Promise.all(details)) as Map<string, object>;
}

const runner: Example = {
  name: "runners",
  projects: ["acme/billing"],
  creates: 4,
  isProtected: true,
  async holds(stage) {
    const made = await runners(stage);
    const common = { run_untagged: false, paused: false };
    expect(Object.fromEntries(made)).toMatchObject({
      "billing's own machine": { ...common, runner_type: "project_type", tag_list: ["billing"], locked: true },
      "builds for everyone": { ...common, runner_type: "instance_type", tag_list: ["docker"], maximum_timeout: 3600 },
      "deployments from protected branches": { ...common, runner_type: "group_type", access_level: "ref_protected" },
    });
    expect(made.size).toBe(3);
  },
  async leaves(stage) {
    expect((await runners(stage)).size).toBe(0);
  },
};

const instances: Example = {
  name: "multi-instance",
  projects: ["acme/billing", "acme/deploy"],
  settings: (cloud, office) => ({
    env: {
      GITLAB_BASE_URL: "",
      GITLAB_TOKEN: "",
      CLOUD_GITLAB_TOKEN: cloud.simulator.token,
      OFFICE_GITLAB_TOKEN: office.simulator.token,
    },
    config: { cloudUrl: cloud.simulator.url, officeUrl: office.simulator.url },
  }),
  creates: 5,
  async holds({ gitlab, other }) {
    for (const instance of [gitlab, other]) expect(await instance.callersOf("acme/billing")).toEqual(["acme/deploy"]);
  },
  async leaves({ gitlab, other }) {
    for (const instance of [gitlab, other]) expect(await instance.callersOf("acme/billing")).toEqual([]);
  },
};

const examples: readonly Example[] = [minimal, mesh, rotation, runner, instances];

it.each(examples)("examples/$name keeps the promises of its README, from up to destroy", (example) =>
  ExampleStage.play(example, async (stage) => {
    const first = await stage.pulumi(["up", "--yes", ...PACK]);
    expect(summaryOf(first)).toEqual({ create: example.creates });
    console.log(first)
    await stage.pulumi([...UP, "--expect-no-changes"]);
    await example.holds(stage);

    await example.then?.(stage);
    expect(await stage.leaks()).toEqual([]);

    if (example.isProtected) {
      stage.gitlab.simulator.requests.clear();
      console.log(await stage.refused(["destroy", "--yes"]));
      expect(stage.gitlab.simulator.requests).toHaveLength(0);
      await stage.pulumi(["state", "unprotect", "--all", "--yes"]);
    }
    await stage.pulumi(["destroy", "--yes", "--skip-preview"]);
    await example.leaves(stage);
  }),
);
