import { mapOf } from "../../../../provider/map/read";
import { listsOf, readingOf } from "./map-folder";

describe("the files of a map", () => {
  it("say what each project's list is told, and nothing of what they leave out", async () => {
    const lists = listsOf(
      await readingOf({
        "acme/payments.yaml": `
defaults:
  enabled: true
  projects: [{ set: deployers }]
  groups: []
projects:
  acme/payments/shop:
  acme/payments/billing:
    projects: [{ set: deployers }, { project: acme/data/etl }, 42, acme/data/etl]
  acme/payments/vault: { projects: [], replaceExisting: true, was: [vault, safe] }
  acme/payments/legacy: { enabled: false, reason: "moves in spring, INFRA-7" }
`,
        "acme/data.yaml": "projects:\n  acme/data/etl: { groups: [{ set: everybody }, { group: 7 }] }\n",
        "sets.yaml": `
sets:
  deployers: { projects: [acme/deploy, { project: acme/release }] }
  everybody: { groups: [acme] }
`,
      }),
    );

    const deployers = ["acme/deploy", "acme/release"];
    expect(lists).toEqual({
      "acme/data/etl": { groups: ["acme", 7], was: [] },
      "acme/payments/billing": { enabled: true, projects: [...deployers, "acme/data/etl", 42], groups: [], was: [] },
      "acme/payments/legacy": {
        enabled: false,
        projects: deployers,
        groups: [],
        reason: "moves in spring, INFRA-7",
        was: [],
      },
      "acme/payments/shop": { enabled: true, projects: deployers, groups: [], was: [] },
      "acme/payments/vault": { enabled: true, projects: [], groups: [], replaceExisting: true, was: ["vault", "safe"] },
    });
  });

  it("say permissions for a list, for an item, and for an item of a set, and what pushes", async () => {
    const lists = listsOf(
      await readingOf({
        "acme.yaml": `
projects:
  acme/shop:
    permissions: [READ_packages, read_jobs]
    projects: [{ set: few }, { project: acme/etl, permissions: default }, acme/deploy]
    groups: [{ group: acme/platform, permissions: [] }]
    pushRepositoryForJobTokenAllowed: false
    crossProjectPushForJobTokenAllowed: true
`,
        "sets.yaml": "sets: { few: { projects: [{ project: acme/few, permissions: [read_releases] }] } }\n",
      }),
    );
    expect(lists).toEqual({
      "acme/shop": {
        permissions: ["read_jobs", "read_packages"],
        projects: [
          { project: "acme/few", permissions: ["read_releases"] },
          { project: "acme/etl", permissions: "default" },
          "acme/deploy",
        ],
        groups: [{ group: "acme/platform", permissions: [] }],
        pushRepositoryForJobTokenAllowed: false,
        crossProjectPushForJobTokenAllowed: true,
        was: [],
      },
    });
  });

  it("give each project to the deepest of them", async () => {
    const shop = (name: string) => `projects: { ${name}: { groups: [] } }\n`;
    const lists = listsOf(
      await readingOf({
        "acme.yaml": shop("acme/web"),
        "acme/payments.yaml": shop("acme/payments/shop"),
        "acme/payments/till/front.yaml": shop("acme/payments/till/front/app"),
        "acme/payments/vault.yaml": shop("acme/payments/vault"),
      }),
    );
    expect(Object.keys(lists)).toEqual([
      "acme/payments/shop",
      "acme/payments/till/front/app",
      "acme/payments/vault",
      "acme/web",
    ]);
  });

  it("compare paths without case, and keep what is written", async () => {
    const lists = listsOf(
      await readingOf({ "Acme/Payments.yaml": "projects: { ACME/payments/Shop: { groups: [Acme] } }\n" }),
    );
    expect(lists).toEqual({ "ACME/payments/Shop": { groups: ["Acme"], was: [] } });
  });

  it("may have Windows' line ends, comments, and sets for a group that is called sets", async () => {
    const lists = listsOf(
      await readingOf({
        "sets/tools.yaml": "# ours\r\nprojects:\r\n  sets/tools/app: # all\r\n    groups: []\r\n",
        "README.md": "# Who owns what",
      }),
    );
    expect(lists).toEqual({ "sets/tools/app": { groups: [], was: [] } });
  });
});

describe("an object", () => {
  it("says what files say, for any project", () => {
    const reading = mapOf({
      sets: { deployers: { projects: ["acme/deploy"] } },
      defaults: { enabled: true, groups: [] },
      projects: {
        "acme/shop": null,
        "other/vault": { projects: [{ set: "deployers" }], was: "vault", reason: undefined },
      },
    });
    expect(listsOf(reading)).toEqual({
      "acme/shop": { enabled: true, groups: [], was: [] },
      "other/vault": { enabled: true, groups: [], projects: ["acme/deploy"], was: ["vault"] },
    });
  });

  it("is told its mistakes by its keys", () => {
    const { problems } = mapOf({ defaults: { enabld: true }, projects: { "acme/shop": { groups: "acme" } } });
    expect(problems.map(({ path }) => path.join("."))).toEqual([
      "defaults.enabld",
      "projects.acme/shop.groups",
      "projects.acme/shop",
    ]);
  });
});
