import { forbidUnjudgedResources } from "../../../../policies/index";
import { providerText } from "../../../../provider/domain/provider-text";
import { type Declared, foreign, jobTokenScope, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const text = providerText("JobTokenScope");
const project = "acme/billing";
const findings = (resource: Declared, config?: object) => run(forbidUnjudgedResources, [resource], config);
const dynamic = (type: string, props: Record<string, unknown>): Declared => ({ type, name: "opener", props });

describe("forbid-unjudged-resources", () => {
  it.each([
    ["of this package", jobTokenScope("billing", { project, __provider: text })],
    ["of a provider that is not known yet", jobTokenScope("billing", {})],
    ["of another package", foreign("other")],
  ])("accepts a resource %s", async (_what, resource) => {
    expect(await findings(resource)).toEqual([]);
  });

  it("refuses a class of the program's own with its name and the fix", async () => {
    expect(
      await findings(dynamic("pulumi-nodejs:dynamic:Resource", { __provider: text, project, enabled: false })),
    ).toEqual([
      {
        level: "the rule's",
        about: "opener",
        message:
          "'opener' runs code of its own, which no rule of this pack can judge. Declare access by this package's classes.",
      },
    ]);
  });

  it.each([
    ["a type of ours that runs other code", "pulumi-nodejs:dynamic/gitlab:JobTokenScope", "exports.handler=()=>mine"],
    [
      "a type of ours that runs another of ours",
      "pulumi-nodejs:dynamic/gitlab:JobTokenScope",
      providerText("UserRunner"),
    ],
    ["a type of ours whose code is not known yet", "pulumi-nodejs:dynamic/gitlab:JobTokenScope", UNKNOWN],
    ["a type that we don't have", "pulumi-nodejs:dynamic/gitlab:Opener", providerText("JobTokenScope")],
    ["a module of another name", "pulumi-nodejs:dynamic/acme:Opener", "x"],
  ])("refuses %s", async (_what, type, __provider) => {
    expect(await findings(dynamic(type, { __provider }))).toMatchObject([{ level: "the rule's", about: "opener" }]);
  });

  it("has waivers, by the resource's name", async () => {
    const except = [{ resource: "opener", reason: "writes a file" }];

    expect(await findings(dynamic("pulumi-nodejs:dynamic:Resource", { __provider: "x" }), { except })).toMatchObject([
      { level: "advisory" },
    ]);
  });
});
