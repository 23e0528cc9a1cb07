import { checkCode, type StateResource } from "../../../../cli/audit/checks/code";
import { Estate } from "../../../../cli/audit/checks/estate";
import { cleanEstate, NOW, withProject } from "../../../support/inventory/clean-estate";

const allowlist = (project: unknown, inputs: object, outputs: object = {}): StateResource => ({
  urn: `urn:pulumi:prod::access::pulumi-nodejs:dynamic/gitlab:JobTokenAllowlist::${project}`,
  type: "pulumi-nodejs:dynamic/gitlab:JobTokenAllowlist",
  inputs: { project, ...inputs },
  outputs: { project, ...inputs, ...outputs },
});

/** The clean estate as code. */
const CODE: readonly StateResource[] = [
  allowlist("acme/shop/catalog", { enabled: true, projects: ["acme/platform/deploy"], groups: [] }, { projectId: "1" }),
  allowlist("acme/shop/basket", {
    projects: ["acme/shop/catalog", { project: "acme/platform/deploy", permissions: ["read_packages"] }],
    groups: [],
  }),
  allowlist("acme/payments/billing", { projects: [], groups: ["acme/shop"] }),
  allowlist("acme/payments/ledger", { projects: ["3"], groups: ["acme/shop"] }),
  allowlist("acme/platform/images", { groups: ["acme/payments", "ACME/shop"] }),
];

const found = (estate = cleanEstate(), code = CODE) =>
  checkCode(new Estate(estate, NOW), code).map(({ rule, what }) => `${rule}: ${what}`);

describe("a comparison with code", () => {
  it("finds nothing where GitLab holds what the state says, by paths and by ids", () => {
    expect(found()).toEqual([]);
  });

  it("names entries that no code has, and projects that are in no code at all", () => {
    const [, ...rest] = CODE;

    expect(found(cleanEstate(), rest)).toEqual([
      "entries-in-no-code: acme/shop/catalog lets in acme/platform/deploy, which the state does not have.",
    ]);
  });

  it("names entries that somebody has removed by hand", () => {
    expect(found(withProject(1, { projects: [] })(cleanEstate()))).toEqual([
      "entries-only-in-code: The state says that acme/shop/catalog lets in acme/platform/deploy, and GitLab's list does not have it.",
    ]);
  });

  it("names a switch that somebody has changed by hand", () => {
    expect(found(withProject(1, { enabled: false })(cleanEstate()))).toEqual([
      "switch-differs-from-code: The state says that acme/shop/catalog is closed, and in GitLab it is open to the job tokens of every project.",
    ]);
  });

  const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };

  it.each([
    ["its list", { enabled: true, projects: SECRET, groups: [] }],
    ["one of its entries", { enabled: SECRET, projects: [SECRET], groups: [] }],
  ])("says where the state keeps %s secret that it can't tell", (_, inputs) => {
    expect(found(cleanEstate(), [allowlist("acme/shop/catalog", inputs), ...CODE.slice(1)])).toEqual([
      "entries-in-no-code: acme/shop/catalog lets in acme/platform/deploy, and the state keeps secret whom it lists: they may be among them.",
    ]);
  });

  it("finds a project whose address the state keeps secret by the id that GitLab gave", () => {
    const [, ...rest] = CODE;
    const inputs = { enabled: true, projects: ["acme/platform/deploy"], groups: [] };

    expect(found(cleanEstate(), [allowlist(SECRET, inputs, { projectId: "1" }), ...rest])).toEqual([]);
  });

  it("passes over other providers and other GitLabs, which may have a project of the same path", () => {
    const bucket = { urn: "urn:bucket", type: "aws:s3/bucket:Bucket", inputs: { project: "acme/shop/catalog" } };
    const elsewhere = allowlist(
      "acme/shop/catalog",
      { enabled: false, projects: ["acme/shop/basket"] },
      { projectId: "1", __origin: "https://gitlab.partner.example" },
    );

    expect(found(cleanEstate(), [bucket, elsewhere, ...CODE])).toEqual([]);
  });

  it("reads the entries of pulumi-gitlab, too", () => {
    const theirs: StateResource = {
      urn: "urn:theirs",
      type: "gitlab:index/projectJobTokenScope:ProjectJobTokenScope",
      inputs: { project: "acme/shop/catalog", targetProjectId: 6 },
    };

    expect(found(cleanEstate(), [theirs, ...CODE.slice(1)])).toEqual([]);
  });
});
