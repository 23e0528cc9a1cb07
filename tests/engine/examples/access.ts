import type { ExampleStage } from "../../support/example-stage";
import { initialiseStack } from "../../support/initialised-stack";
import { DESTROY, type Example, UP } from "./example";

type Callers = Readonly<Record<string, readonly string[] | "everybody">>;

async function expectCallers({ gitlab }: Pick<ExampleStage, "gitlab">, wanted: Callers): Promise<void> {
  const found = Object.keys(wanted).map(async (project) => [project, await gitlab.callersOf(project)]);
  expect(Object.fromEntries(await Promise.all(found))).toEqual(wanted);
}

/** What a job of one project is answered by another: for its packages, its tags, a new release and a new pipeline. */
async function answersTo({ simulator }: ExampleStage["gitlab"], from: string, to: string): Promise<number[]> {
  const headers = { "job-token": simulator.jobTokens.create({ project: from, user: "root" }) };
  const asked = ["GET packages", "GET repository/tags", "POST releases", "POST trigger/pipeline"].map(async (each) => {
    const [method = "", path = ""] = each.split(" ");
    const url = `${simulator.url}/api/v4/projects/${encodeURIComponent(to)}/${path}`;
    return (await fetch(url, { method, headers })).status;
  });
  return Promise.all(asked);
}

const minimal: Example = {
  name: "minimal",
  projects: ["acme/billing", "acme/deploy"],
  creates: 2,
  holds: (stage) => expectCallers(stage, { "acme/billing": ["acme/deploy"], "acme/deploy": "everybody" }),
  leaves: (stage) => expectCallers(stage, { "acme/billing": [] }),
};

const books: Callers = {
  "acme/books/api": ["acme/books/web", "acme/tools/deploy", "acme/tools/release"],
  "acme/books/web": ["acme/tools/deploy", "acme/tools/release"],
};

const accessMap: Example = {
  name: "access-map",
  projects: [...Object.keys(books), "acme/tools/deploy", "acme/tools/release"],
  creates: 4,
  holds: (stage) => expectCallers(stage, books),
  leaves: (stage) => expectCallers(stage, books),
};

const mesh: Example = {
  name: "microservices-mesh",
  projects: [
    "acme/store/core",
    "acme/store/orders",
    "acme/store/payments",
    "acme/store/shipping",
    "acme/store/storefront",
  ],
  creates: 6,
  isProtected: true,
  holds: (stage) =>
    expectCallers(stage, {
      "acme/store/core": ["acme/store/orders", "acme/store/payments", "acme/store/shipping"],
      "acme/store/orders": ["acme/store/core", "acme/store/shipping", "acme/store/storefront"],
      "acme/store/payments": ["acme/store/core", "acme/store/orders", "acme/store/storefront"],
      "acme/store/shipping": ["acme/store/core"],
      "acme/store/storefront": ["acme/store/core"],
    }),
  async also({ gitlab }) {
    const from = (caller: string, service: string) =>
      answersTo(gitlab, `acme/store/${caller}`, `acme/store/${service}`);
    expect({
      packages: await from("orders", "core"),
      contract: await from("orders", "payments"),
      triggers: await from("core", "orders"),
      nothing: await from("storefront", "core"),
    }).toEqual({
      packages: [200, 403, 403, 201],
      contract: [403, 200, 403, 201],
      triggers: [200, 200, 201, 201],
      nothing: [403, 403, 403, 404],
    });
  },
  leaves: (stage) =>
    expectCallers(stage, { "acme/store/core": [], "acme/store/orders": [], "acme/store/storefront": [] }),
};

const instances: Example = {
  name: "multi-instance",
  projects: ["acme/catalog", "acme/deploy"],
  settings: (cloud, office) => ({
    env: {
      ...{ GITLAB_BASE_URL: "", GITLAB_TOKEN: "" },
      CLOUD_GITLAB_TOKEN: cloud.simulator.token,
      OFFICE_GITLAB_TOKEN: office.simulator.token,
    },
    config: { cloudUrl: cloud.simulator.url, officeUrl: office.simulator.url },
  }),
  creates: 5,
  async holds({ gitlab, other }) {
    for (const instance of [gitlab, other])
      await expectCallers({ gitlab: instance }, { "acme/catalog": ["acme/deploy"] });
  },
  async leaves({ gitlab, other }) {
    for (const instance of [gitlab, other]) await expectCallers({ gitlab: instance }, { "acme/catalog": [] });
  },
};

const paymentsOnly: Callers = {
  "acme/payments/ledger": ["acme/payments/cards", "acme/platform/deploy"],
  "acme/payments/cards": ["acme/platform"],
  "acme/platform/deploy": "everybody",
  "acme/platform/images": "everybody",
};

const fleet: Example = {
  name: "fleet",
  stack: "payments",
  projects: Object.keys(paymentsOnly),
  creates: 3,
  holds: (stage) => expectCallers(stage, paymentsOnly),
  async also(stage) {
    const platform = { PULUMI_STACK: "platform" };
    await initialiseStack({ dir: stage.project.dir, stack: "platform" });
    await stage.pulumi(UP, platform);
    const closed = {
      "acme/platform/deploy": ["acme/payments"],
      "acme/platform/images": ["acme/payments", "acme/platform"],
    };
    await expectCallers(stage, { ...paymentsOnly, ...closed });
    await stage.pulumi(DESTROY, platform);
    await expectCallers(stage, { ...paymentsOnly, "acme/platform/deploy": [], "acme/platform/images": [] });
  },
  leaves: (stage) => expectCallers(stage, { "acme/payments/ledger": [], "acme/payments/cards": [] }),
};

export const access: readonly Example[] = [minimal, accessMap, mesh, instances, fleet];
