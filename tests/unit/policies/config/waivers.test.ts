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
  return (await run(requireJobTokenScope, [open], { except })).map(({ level }) => level);
}

describe("a waiver", () => {
  it.each(["acme/billing", "ACME/*", "acme/**", "billing-scope", "billing-*"])("matches by %s", async (match) => {
    expect(await levels({ match, reason: "agreed" })).toEqual(["advisory"]);
  });

  it.each(["acme/other", "acme", "billing"])("does not match by %s", async (match) => {
    expect(await levels({ match, reason: "agreed" })).toEqual(["the rule's"]);
  });

  it("matches a numeric address by its digits", async () => {
    const byId = jobTokenScope("by-id", { project: 42, enabled: false });
    const findings = await run(requireJobTokenScope, [byId], { except: [{ match: "42", reason: "agreed" }] });

    expect(findings).toMatchObject([{ level: "advisory" }]);
  });

  it("matches by name alone where the project is not known yet", async () => {
    const unknown = jobTokenScope("new", { project: UNKNOWN, enabled: false });
    const waivedBy = async (match: string) =>
      (await run(requireJobTokenScope, [unknown], { except: [{ match, reason: "agreed" }] })).map(({ level }) => level);

    expect(await waivedBy("new")).toEqual(["advisory"]);
    expect(await waivedBy("acme/**")).toEqual(["the rule's"]);
  });

  it("counts on its last day", async () => {
    const findings = await run(requireJobTokenScope, [open], {
      except: [{ match: "acme/billing", reason: "agreed", until: "2027-01-31" }],
    });

    expect(findings).toMatchObject([
      { level: "advisory", message: expect.stringMatching(/^Waived until 2027-01-31 \(agreed\): 'billing-scope' has/) },
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
    ["no match", { reason: "agreed" }, "match"],
    ["a day that no calendar has", { match: "acme/billing", reason: "agreed", until: "2027-02-30" }, "until"],
    ["a date in another form", { match: "acme/billing", reason: "agreed", until: "31.1.2027" }, "until"],
    ["a key that waivers don't have", { match: "acme/billing", reason: "agreed", untill: "2027-01-31" }, "untill"],
  ])("with %s is an error, not a waiver", async (_what, waiver, key) => {
    const message = new RegExp(`^The policy's configuration is wrong\\..*${key}`, "s");

    await expect(run(requireJobTokenScope, [open], { except: [waiver] })).rejects.toThrow(message);
  });
});
