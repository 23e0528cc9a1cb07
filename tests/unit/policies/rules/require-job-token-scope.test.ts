import { requireJobTokenScope } from "../../../../policies/index";
import { foreign, groupEntry, jobTokenAllowlist, jobTokenScope, scopeEntry, UNKNOWN } from "../declared";
import { run } from "../fake-stack";

const closed = { project: "acme/billing", enabled: true };
const open = jobTokenScope("billing", { ...closed, enabled: false });

describe("require-job-token-scope", () => {
  it("accepts a closed project", async () => {
    expect(await run(requireJobTokenScope, [jobTokenScope("billing", closed)])).toEqual([]);
  });

  it("refuses an open project with its name, its value and the fix", async () => {
    const [finding, ...others] = await run(requireJobTokenScope, [open]);

    expect(others).toEqual([]);
    expect(finding).toEqual({
      level: "the rule's",
      about: "billing",
      message:
        "'billing' has enabled: false, which opens project acme/billing to the job tokens of every project. Set enabled: true.",
    });
  });

  it("refuses an open project whose address is not known yet", async () => {
    const findings = await run(requireJobTokenScope, [jobTokenScope("billing", { project: UNKNOWN, enabled: false })]);

    expect(findings).toMatchObject([
      { level: "the rule's", message: expect.stringContaining("project (not known yet)") },
    ]);
  });

  it("does not refuse a value that is not known yet, and says so", async () => {
    expect(await run(requireJobTokenScope, [jobTokenScope("billing", { ...closed, enabled: UNKNOWN })])).toEqual([
      {
        level: "advisory",
        about: "billing",
        message: "'billing' has an enabled that is not known yet; can't tell whether it opens project acme/billing.",
      },
    ]);
  });

  describe("of a list", () => {
    const list = (props: object) => jobTokenAllowlist("list", { project: "acme/billing", projects: [], ...props });

    it.each([
      ["closes", { enabled: true }],
      ["leaves the switch alone", {}],
    ])("accepts one that %s", async (_what, props) => {
      expect(await run(requireJobTokenScope, [list(props)])).toEqual([]);
    });

    it("refuses one that opens its project", async () => {
      expect(await run(requireJobTokenScope, [list({ enabled: false })])).toMatchObject([
        { level: "the rule's", about: "list", message: expect.stringContaining("opens project acme/billing") },
      ]);
    });

    it("does not refuse a value that is not known yet", async () => {
      expect(await run(requireJobTokenScope, [list({ enabled: UNKNOWN })])).toMatchObject([{ level: "advisory" }]);
    });
  });

  it("refuses one project while another of the stack is not known yet", async () => {
    const findings = await run(requireJobTokenScope, [
      jobTokenScope("unknown", { project: UNKNOWN, enabled: UNKNOWN }),
      open,
    ]);

    expect(findings).toMatchObject([
      { level: "advisory", about: "unknown" },
      { level: "the rule's", about: "billing" },
    ]);
  });

  it("takes enabled for true where it is left out", async () => {
    expect(await run(requireJobTokenScope, [jobTokenScope("billing", { project: "acme/billing" })])).toEqual([]);
  });

  it("has nothing to say about other resources", async () => {
    const others = [
      { ...foreign("cluster"), props: { enabled: false } },
      scopeEntry("a", { project: "acme/billing", targetProject: "acme/deploy", enabled: false }),
      groupEntry("b", { project: "acme/billing", targetGroup: "acme", enabled: false }),
    ];

    expect(await run(requireJobTokenScope, others)).toEqual([]);
  });

  it("says a waived one in an advisory line", async () => {
    const except = [{ match: "acme/billing", reason: "public mirror" }];

    expect(await run(requireJobTokenScope, [open], { except })).toMatchObject([
      {
        level: "advisory",
        about: "billing",
        message: expect.stringMatching(/^Waived \("public mirror"\): 'billing' has/),
      },
    ]);
  });
});
