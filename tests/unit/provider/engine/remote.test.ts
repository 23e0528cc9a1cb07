import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import * as settings from "@pulumi/pulumi/runtime/settings";
import {
  GroupAllowlistEntry,
  GroupVariable,
  JobTokenAllowlist,
  JobTokenScope,
  ProjectVariable,
  RotatingGroupToken,
  RotatingProjectToken,
  ScopeAllowlistEntry,
  UserRunner,
} from "../../../../provider";
import { providerText } from "../../../../provider/domain/provider-text";

const token = {
  name: "deploy",
  scopes: ["api"],
  accessLevel: "maintainer",
  rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
} as const;
const tokenOutputs = ["tokenId", "userId", "token", "expiresAt", "previousToken", "retirePreviousAt"];

/** Every resource: the text that stands in every state of it, and how to declare one. */
const resources = [
  {
    type: "JobTokenScope",
    text: "exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('JobTokenScope')",
    declare: (name: string, opts?: pulumi.CustomResourceOptions) => new JobTokenScope(name, { project: 12 }, opts),
    outputs: ["project", "projectId"],
  },
  {
    type: "ScopeAllowlistEntry",
    text: "exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('ScopeAllowlistEntry')",
    declare: (name: string, opts?: pulumi.CustomResourceOptions) =>
      new ScopeAllowlistEntry(name, { project: 12, targetProject: "acme/deploy" }, opts),
    outputs: ["project", "targetProject", "projectId", "targetProjectId", "adopted"],
  },
  {
    type: "GroupAllowlistEntry",
    text: "exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('GroupAllowlistEntry')",
    declare: (name: string, opts?: pulumi.CustomResourceOptions) =>
      new GroupAllowlistEntry(name, { project: 12, targetGroup: "acme" }, opts),
    outputs: ["project", "targetGroup", "projectId", "targetGroupId", "adopted"],
  },
  {
    type: "UserRunner",
    text: "exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('UserRunner')",
    declare: (name: string, opts?: pulumi.CustomResourceOptions) =>
      new UserRunner(name, { runnerType: "project_type", project: 12 }, opts),
    outputs: ["runnerType", "project", "tagList", "runnerId", "projectId", "token", "tokenExpiresAt"],
  },
  {
    type: "RotatingProjectToken",
    text: "exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('RotatingProjectToken')",
    declare: (name: string, opts?: pulumi.CustomResourceOptions) =>
      new RotatingProjectToken(name, { project: 12, ...token, scopes: ["api"] }, opts),
    outputs: ["project", ...Object.keys(token), "projectId", ...tokenOutputs],
  },
  {
    type: "RotatingGroupToken",
    text: "exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('RotatingGroupToken')",
    declare: (name: string, opts?: pulumi.CustomResourceOptions) =>
      new RotatingGroupToken(name, { group: "acme", ...token, scopes: ["api"] }, opts),
    outputs: ["group", ...Object.keys(token), "groupId", ...tokenOutputs],
  },
  {
    type: "ProjectVariable",
    text: "exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('ProjectVariable')",
    declare: (name: string, opts?: pulumi.CustomResourceOptions) =>
      new ProjectVariable(name, { project: 12, key: "TOKEN", value: "a value" }, opts),
    outputs: ["project", "key", "value", "environmentScope", "hidden", "projectId"],
  },
  {
    type: "GroupVariable",
    text: "exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('GroupVariable')",
    declare: (name: string, opts?: pulumi.CustomResourceOptions) =>
      new GroupVariable(name, { group: "acme", key: "TOKEN", value: "a value" }, opts),
    outputs: ["group", "key", "value", "environmentScope", "hidden", "groupId"],
  },
  {
    type: "JobTokenAllowlist",
    text: "exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('JobTokenAllowlist')",
    declare: (name: string, opts?: pulumi.CustomResourceOptions) =>
      new JobTokenAllowlist(name, { project: 12, projects: [] }, opts),
    outputs: ["project", "projects", "entries", "projectId", "projectIds", "groupIds"],
  },
];

let registered: MockResourceArgs[];

beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.push(args);
        return { id: `${args.name}-id`, state: args.inputs };
      },
      call: ({ inputs }) => inputs,
    },
    "acme",
    "test",
  );
});

afterEach(() => pulumi.runtime.setAllConfig({}));

/** What reaches the engine of the resource. */
async function registrationOf(resource: pulumi.Resource): Promise<MockResourceArgs> {
  const urn = await new Promise<string>((resolve) => resource.urn.apply(resolve));
  const found = registered.find(({ type, name }) => urn.includes(type) && urn.endsWith(`::${name}`));
  if (found === undefined) throw new Error(`${urn} was never registered`);
  return found;
}

async function keyOf(resource: pulumi.Resource): Promise<unknown> {
  return (await registrationOf(resource)).inputs.__key;
}

it("has every resource of the package in these tests", () => {
  const exported = Object.entries(require("../../../../provider")).filter(([, it]) => "__pulumiType" in Object(it));

  expect(exported.map(([name]) => name).sort()).toEqual(resources.map(({ type }) => type).sort());
});

describe.each(resources)("a $type", ({ type, text, declare, outputs }) => {
  it("carries the frozen text, which is 128 bytes at most", () => {
    expect(providerText(type)).toBe(text);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(128);
  });

  it("is registered under its type, with the text and the key", async () => {
    const { type: token, inputs } = await registrationOf(declare("a"));

    expect(token).toBe(`pulumi-nodejs:dynamic/gitlab:${type}`);
    expect(inputs).toMatchObject({ __provider: text, __key: expect.stringMatching(/^[\da-f]{12}$/) });
    expect([inputs.project, inputs.group]).toContain(inputs.group ?? 12);
  });

  it("names its type where typed policies look for it", async () => {
    const resource = declare("a");
    await registrationOf(resource);

    expect(resource.constructor).toHaveProperty("__pulumiType", `pulumi-nodejs:dynamic/gitlab:${type}`);
  });

  it("has a place for every output", async () => {
    const resource = declare("a");
    await registrationOf(resource);

    expect(outputs.filter((output) => !pulumi.Output.isInstance(Reflect.get(resource, output)))).toEqual([]);
  });
});

describe("what GitLab makes once", () => {
  const owned = resources.filter(({ type }) => /Token$|Runner$/.test(type));
  const attemptOf = async (resource: pulumi.Resource) => String((await registrationOf(resource)).inputs.__attempt);

  afterEach(() => jest.restoreAllMocks());

  it.each(owned)(
    "has an attempt of its own in each run of a $type, and none that is known in a preview",
    async ({ declare }) => {
      const [one, two] = [await attemptOf(declare("a")), await attemptOf(declare("b"))];
      jest.spyOn(settings, "isDryRun").mockReturnValue(true);
      const previewed = await attemptOf(declare("c"));

      expect([one, two]).toEqual([expect.stringMatching(/^[\da-f]{8}$/), expect.stringMatching(/^[\da-f]{8}$/)]);
      expect(one).not.toBe(two);
      expect(previewed).not.toMatch(/^[\da-f]{8}$/);
    },
  );
});

describe("the key of a declaration", () => {
  const [first, second] = resources;
  if (first === undefined || second === undefined) throw new Error("there are fewer than two resources");

  it("is the same each time", async () => {
    expect(await keyOf(first.declare("a"))).toBe(await keyOf(first.declare("a")));
  });

  it("is the hash of the URN, for good: states know it", async () => {
    const urn = "urn:pulumi:test::acme::pulumi-nodejs:dynamic/gitlab:JobTokenScope::billing";

    expect(createHash("sha256").update(urn).digest("hex")).toMatch(/^5184d46e5d0f/);
    expect(await keyOf(first.declare("billing"))).toBe("5184d46e5d0f");
  });

  it("differs by name", async () => {
    expect(await keyOf(first.declare("a"))).not.toBe(await keyOf(first.declare("b")));
  });

  it("differs by type", async () => {
    expect(await keyOf(first.declare("a"))).not.toBe(await keyOf(second.declare("a")));
  });

  it("differs by the type of the parent", async () => {
    const parent = new pulumi.ComponentResource("acme:index:Service", "service");
    const another = new pulumi.ComponentResource("acme:index:Team", "team");
    await Promise.all(
      [first.declare("a"), first.declare("a", { parent }), first.declare("a", { parent: another })].map(keyOf),
    );
    const keys = registered.filter(({ name }) => name === "a").map(({ inputs }) => inputs.__key);

    expect(new Set(keys).size).toBe(3);
  });

  it("does not wait for the parent's other children", async () => {
    class Service extends pulumi.ComponentResource {
      readonly first: pulumi.Resource;
      readonly second: pulumi.Resource;
      constructor() {
        super("acme:index:Service", "service");
        this.first = first?.declare("a", { parent: this }) ?? this;
        this.second = second?.declare("b", { parent: this, dependsOn: [this.first] }) ?? this;
        this.registerOutputs();
      }
    }
    const service = new Service();

    expect(await keyOf(service.first)).not.toBe(await keyOf(service.second));
  });
});

describe("a token in the configuration", () => {
  const token = "token-of-the-test";

  it("in plain text is refused with the command that makes it secret, and is not repeated", () => {
    pulumi.runtime.setAllConfig({ "gitlab:token": token });
    const declare = () => new JobTokenScope("a", { project: 12 });

    expect(declare).toThrow(pulumi.RunError);
    expect(declare).toThrow("The configuration gitlab:token is stored in plain text");
    expect(declare).toThrow("Run `pulumi config set --secret gitlab:token`");
    expect(declare).not.toThrow(token);
    expect(registered).toEqual([]);
  });

  it("that is secret is accepted", async () => {
    pulumi.runtime.setAllConfig({ "gitlab:token": token }, ["gitlab:token"]);

    expect(await keyOf(new JobTokenScope("a", { project: 12 }))).toBeDefined();
  });

  it("of another namespace is nobody's business here", async () => {
    pulumi.runtime.setAllConfig({ "acme:token": token });

    expect(await keyOf(new JobTokenScope("a", { project: 12 }))).toBeDefined();
  });

  it("is not refused where Pulumi's SDK can't say whether it is secret", async () => {
    pulumi.runtime.setAllConfig({ "gitlab:token": token });
    const sdk: { isConfigSecret?: unknown } = require("@pulumi/pulumi/runtime/config");
    const { isConfigSecret } = sdk;
    sdk.isConfigSecret = undefined;

    try {
      expect(await keyOf(new JobTokenScope("a", { project: 12 }))).toBeDefined();
    } finally {
      sdk.isConfigSecret = isConfigSecret;
    }
  });
});
