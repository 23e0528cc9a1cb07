import { requireLockedProjectRunner } from "../../../../policies/index";
import { foreign, UNKNOWN, userRunner } from "../declared";
import { remediated, run } from "../fake-stack";

const compliant = { runnerType: "project_type", project: "acme/billing", locked: true, __provider: "the code" };
const runner = (change: object) => userRunner("billing", { ...compliant, ...change });

const findings = (change: object, config?: object) => run(requireLockedProjectRunner, [runner(change)], config);
const inputs = (change: object, config?: object) => remediated(requireLockedProjectRunner, runner(change), config);

const fine = [
  {},
  { runnerType: "group_type", locked: false },
  { runnerType: "instance_type", locked: false },
  { locked: UNKNOWN },
  { locked: false, runnerType: UNKNOWN },
];
const except = [{ match: "acme/billing", reason: "agreed" }];

describe("require-locked-project-runner", () => {
  it.each(fine)("has nothing to say of %p", async (change) => {
    expect(await findings(change)).toEqual([]);
  });

  it.each([false, undefined])(
    "refuses a project's runner with locked: %p, with its name and the fix",
    async (locked) => {
      expect(await findings({ locked })).toEqual([
        {
          level: "the rule's",
          about: "billing",
          message: "'billing' has locked: false, so it can be lent to other projects. Set locked: true.",
        },
      ]);
    },
  );

  it("has nothing to say about other resources", async () => {
    const other = { ...foreign("a"), props: { ...compliant, locked: false } };

    expect(await run(requireLockedProjectRunner, [other])).toEqual([]);
  });

  it("has waivers", async () => {
    expect(await findings({ locked: false }, { except })).toMatchObject([{ level: "advisory" }]);
  });
});

describe("the remediation of require-locked-project-runner", () => {
  it.each([false, undefined])("locks a runner with locked: %p, and leaves its other inputs", async (locked) => {
    expect(await inputs({ locked })).toEqual(compliant);
  });

  it.each(fine)("leaves %p alone", async (change) => {
    expect(await inputs(change)).toBeUndefined();
  });

  it("keeps values that are not known yet", async () => {
    const { props } = runner({ locked: false, description: UNKNOWN });

    await remediated(requireLockedProjectRunner, { ...runner({}), props });

    expect(props).toEqual({ ...compliant, description: UNKNOWN });
  });

  it("leaves other resources alone", async () => {
    const other = { ...foreign("a"), props: { ...compliant, locked: false } };

    expect(await remediated(requireLockedProjectRunner, other)).toBeUndefined();
  });

  it("leaves a runner with a waiver alone until the waiver has ended", async () => {
    const ended = [{ ...except[0], until: "2020-01-31" }];

    expect(await inputs({ locked: false }, { except })).toBeUndefined();
    expect(await inputs({ locked: false }, { except: ended })).toEqual(compliant);
  });
});
