import { checkCode, type StateResource } from "../../../../cli/audit/checks/code";
import { Estate } from "../../../../cli/audit/checks/estate";
import { cleanEstate, NOW, withProject } from "../../../support/inventory/clean-estate";

const allowlist = (project: string, inputs: object, outputs: object = {}): StateResource => ({
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

  it("reads the entries of pulumi-gitlab, too", () => {
    const theirs: StateResource = {
      urn: "urn:theirs",
      type: "gitlab:index/projectJobTokenScope:ProjectJobTokenScope",
      inputs: { project: "acme/shop/catalog", targetProjectId: 6 },
    };

    expect(found(cleanEstate(), [theirs, ...CODE.slice(1)])).toEqual([]);
  });
});
