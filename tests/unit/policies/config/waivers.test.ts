import { requireJobTokenScope } from "../../../../policies/index";
import { jobTokenScope, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const open = jobTokenScope("billing-scope", { project: "acme/billing", enabled: false });

beforeEach(() => {
  process.env.GITLAB_CI_ACCESS_NOW = "2027-01-31T12:00:00Z";
});

afterEach(() => {
  delete process.env.GITLAB_CI_ACCESS_NOW;
});

async function levels(...except: object[]): Promise<readonly string[]> {
  const findings = await run(requireJobTokenScope, [open], { except });
  return findings.filter(({ about }) => about === open.name).map(({ level }) => level);
}

describe("a waiver", () => {
  it.each(["acme/billing", "ACME/*", "acme/**"])("matches an address by %s", async (match) => {
    expect(await levels({ match, reason: "agreed" })).toEqual(["advisory"]);
  });

  it.each(["acme/other", "acme", "billing"])("does not match an address by %s", async (match) => {
    expect(await levels({ match, reason: "agreed" })).toEqual(["the rule's"]);
  });

  it.each(["billing-scope", "billing-*"])("matches a resource by its name, %s", async (resource) => {
    expect(await levels({ resource, reason: "agreed" })).toEqual(["advisory"]);
  });

  it.each([
    ["an address by a resource's name", { match: "billing-scope" }],
    ["a name by an address", { resource: "acme/billing" }],
    ["where only one of two keys fits", { match: "acme/billing", resource: "shop" }],
    ["where only the other fits", { match: "acme/shop", resource: "billing-scope" }],
  ])("does not match %s", async (_what, waiver) => {
    expect(await levels({ ...waiver, reason: "agreed" })).toEqual(["the rule's"]);
  });

  it("is not claimed by giving a resource the name of an excused project", async () => {
    const claiming = jobTokenScope("acme/legacy/x", { project: "acme/billing", enabled: false });
    const except = [{ match: "acme/legacy/*", reason: "moves in spring, INFRA-7" }];

    expect(await run(requireJobTokenScope, [claiming], { except })).toMatchObject([
      { level: "the rule's", about: "acme/legacy/x" },
      { level: "advisory", message: expect.stringContaining("write resource instead") },
    ]);
  });

  it("is not claimed by an old path that leads to another project", async () => {
    const moved = { project: "acme/legacy", enabled: false, projectId: "42", projectPath: "mallory/legacy" };
    const by = async (match: string) => {
      const findings = await run(requireJobTokenScope, [jobTokenScope("moved", moved)], {
        except: [{ match, reason: "r" }],
      });
      return findings[0]?.level;
    };

    expect(await by("acme/*")).toBe("the rule's");
    expect([await by("mallory/legacy"), await by("42")]).toEqual(["advisory", "advisory"]);
  });

  it("matches a numeric address by its digits", async () => {
    const byId = jobTokenScope("by-id", { project: 42, enabled: false });
    const findings = await run(requireJobTokenScope, [byId], { except: [{ match: "42", reason: "agreed" }] });

    expect(findings).toMatchObject([{ level: "advisory" }]);
  });

  it("matches by name alone where the project is not known yet", async () => {
    const unknown = jobTokenScope("new", { project: UNKNOWN, enabled: false });
    const waivedBy = async (waiver: object) =>
      (await run(requireJobTokenScope, [unknown], { except: [{ ...waiver, reason: "agreed" }] })).map(
        ({ level }) => level,
      );

    expect(await waivedBy({ resource: "new" })).toEqual(["advisory"]);
    expect(await waivedBy({ match: "acme/**" })).toEqual(["the rule's"]);
  });

  it("counts on its last day", async () => {
    const findings = await run(requireJobTokenScope, [open], {
      except: [{ match: "acme/billing", reason: "agreed", until: "2027-01-31" }],
    });

    expect(findings).toMatchObject([
      {
        level: "advisory",
        message: expect.stringMatching(/^Waived until 2027-01-31 \("agreed"\): 'billing-scope' has/),
      },
    ]);
  });

  it("is a violation that says so on the day after", async () => {
    const findings = await run(requireJobTokenScope, [open], {
      except: [{ match: "acme/billing", reason: "agreed", until: "2027-01-30" }],
    });

    expect(findings).toMatchObject([
      { level: "the rule's", message: expect.stringMatching(/Its waiver \(agreed\) ended on 2027-01-30\.$/) },
    ]);
  });

  it("counts beside another one that has ended", async () => {
    const ended = { match: "acme/billing", reason: "first", until: "2026-12-31" };
    const renewed = { match: "acme/billing", reason: "second", until: "2027-12-31" };

    expect(await levels(ended, renewed)).toEqual(["advisory"]);
  });

  it.each([
    ["no reason", { match: "acme/billing" }, "reason"],
    ["a blank reason", { match: "acme/billing", reason: " " }, "reason"],
    ["neither match nor resource", { reason: "agreed" }, "Write match, for a project or a group, or resource"],
    ["a day that no calendar has", { match: "acme/billing", reason: "agreed", until: "2027-02-30" }, "until"],
    ["a date in another form", { match: "acme/billing", reason: "agreed", until: "31.1.2027" }, "until"],
    ["a key that waivers don't have", { match: "acme/billing", reason: "agreed", untill: "2027-01-31" }, "untill"],
  ])("with %s is an error, not a waiver", async (_what, waiver, key) => {
    const message = new RegExp(`^The policy's configuration is wrong\\..*${key}`, "s");

    await expect(run(requireJobTokenScope, [open], { except: [waiver] })).rejects.toThrow(message);
  });
});
