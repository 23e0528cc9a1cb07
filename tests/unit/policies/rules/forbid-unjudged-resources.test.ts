import { forbidUnjudgedResources } from "../../../../policies/index";
import { type Declared, foreign, jobTokenScope, projectVariable } from "../declared";
import { run } from "../fake-stack";

const project = "acme/billing";
const findings = (resource: Declared, config?: object) => run(forbidUnjudgedResources, [resource], config);
const dynamic = (type: string, props: Record<string, unknown> = {}): Declared => ({ type, name: "opener", props });

describe("forbid-unjudged-resources", () => {
  it.each([
    ["of this package", jobTokenScope("billing", { project })],
    ["of this package whose provider is not known yet", projectVariable("billing", {})],
    ["of another package", foreign("other")],
    ["of a provider whose name begins like it", dynamic("pulumi-nodejs:dynamics:Resource")],
  ])("accepts a resource %s", async (_what, resource) => {
    expect(await findings(resource)).toEqual([]);
  });

  it("refuses a class of the program's own with its name and the fix", async () => {
    expect(await findings(dynamic("pulumi-nodejs:dynamic:Resource", { project, enabled: false }))).toEqual([
      {
        level: "the rule's",
        about: "opener",
        message:
          "'opener' runs code of its own, which no rule of this pack can judge. Declare access by this package's classes.",
      },
    ]);
  });

  it.each([
    ["a type that this package does not have", "pulumi-nodejs:dynamic/gitlab:Opener"],
    ["a module of another name", "pulumi-nodejs:dynamic/acme:JobTokenScope"],
  ])("refuses %s", async (_what, type) => {
    expect(await findings(dynamic(type))).toMatchObject([{ level: "the rule's", about: "opener" }]);
  });

  it("has waivers, by the resource's name", async () => {
    const except = [{ resource: "opener", reason: "writes a file" }];

    expect(await findings(dynamic("pulumi-nodejs:dynamic:Resource"), { except })).toMatchObject([
      { level: "advisory" },
    ]);
  });
});
