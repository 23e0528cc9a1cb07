import { z } from "zod";
import { address } from "../../../../provider/engine/address-input";
import { validate } from "../../../../provider/engine/validation";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const schema = z
  .strictObject({
    project: address("project"),
    group: address("group").optional(),
    enabled: z.boolean().default(true),
    level: z.enum(["guest", "owner"]).optional(),
    days: z.number().int().min(1).max(365).optional(),
    tags: z.array(z.string().max(5)).optional(),
    rotation: z.strictObject({ every: z.number(), note: z.string().optional() }).optional(),
  })
  .refine(({ project, group }) => project !== group, { message: "group is the project: leave it out" });

const inputs = (given: Record<string, unknown>) => validate(schema, given).inputs;
const reasons = (given: Record<string, unknown>) => validate(schema, given).failures.map(({ reason }) => reason);

describe("inputs that fit", () => {
  it("come back in their normal form, with defaults", () => {
    expect(validate(schema, { project: "/acme/billing/", group: "7" })).toEqual({
      inputs: { project: "acme/billing", group: 7, enabled: true },
      failures: [],
      parsed: { project: "acme/billing", group: 7, enabled: true },
    });
  });

  it("may be null where they may be absent, at any depth, because JavaScript programs say so", () => {
    expect(inputs({ project: 1, group: null, enabled: null, rotation: { every: 7, note: null } })).toEqual({
      project: 1,
      enabled: true,
      rotation: { every: 7 },
    });
  });

  it("may be undefined where they may be absent", () => {
    expect(inputs({ project: 1, level: undefined })).toEqual({ project: 1, enabled: true });
  });
});

describe("inputs that don't fit", () => {
  it.each([
    ["a missing one", {}, ["project is required"]],
    ["one that is null", { project: null }, ["project is required"]],
    ["a missing one inside another", { project: 1, rotation: {} }, ["rotation.every is required"]],
    ["another type", { project: 1, enabled: "yes" }, ["enabled must be a boolean"]],
    ["another type for an address", { project: true }, ["project must be the project's numeric id or its full path"]],
    ["a bad address", { project: "billing" }, [expect.stringMatching(/^project "billing" lacks its group/)]],
    ["another word", { project: 1, level: "boss" }, ['level: Invalid option: expected one of "guest"|"owner"']],
    ["a number that is too small", { project: 1, days: 0 }, [expect.stringMatching(/^days: .*>=1$/)]],
    ["a number that is too big", { project: 1, days: 366 }, [expect.stringMatching(/^days: .*<=365$/)]],
    ["a number that is not whole", { project: 1, days: 1.5 }, ["days must be a whole number"]],
    [
      "an item of a list",
      { project: 1, tags: ["ok", "far too long"] },
      [expect.stringMatching(/^tags\.1: .*<=5 characters$/)],
    ],
    ["a missing item of a list", { project: 1, tags: ["ok", null] }, ["tags.1 must be a string"]],
    ["no list", { project: 1, tags: "a,b" }, ["tags must be an array"]],
    ["a misspelt one", { project: 1, enabeld: true }, ['there is no input "enabeld": did you mean "enabled"?']],
    [
      "two misspelt ones",
      { project: 1, dayz: 1, tagz: 2 },
      ['there is no input "dayz", "tagz": did you mean "days" and "tags"?'],
    ],
    ["one in GitLab's spelling", { project: 1, TAGS: [] }, ['there is no input "TAGS": did you mean "tags"?']],
    [
      "other words",
      { project: 1, a: 1, b: 2 },
      ['there is no input "a", "b": there are "project", "group", "enabled", "level", "days", "tags", "rotation"'],
    ],
    [
      "a misspelt one inside another",
      { project: 1, rotation: { every: 1, evry: 2 } },
      ['there is no input "rotation.evry": did you mean "every"?'],
    ],
    ["two that don't go together", { project: 1, group: 1 }, ["group is the project: leave it out"]],
  ])("are told with their name: %s", (_name, given, said) => {
    expect(reasons(given)).toEqual(said);
  });

  it("are told all at once", () => {
    expect(reasons({ enabled: "yes", days: 0, x: 1 })).toHaveLength(4);
  });

  it("name no property, because Pulumi prints the value of one", () => {
    expect(validate(schema, {}).failures).toEqual([{ property: "", reason: "project is required" }]);
  });

  it("come back as they were given", () => {
    expect(inputs({ project: "/acme/billing/", enabled: "yes" })).toEqual({
      project: "/acme/billing/",
      enabled: "yes",
    });
  });

  it.each([
    ["enabled", { project: 1, enabled: "hunter2" }],
    ["level", { project: 1, level: "hunter2" }],
    ["days", { project: 1, days: "hunter2" }],
    ["tags", { project: 1, tags: ["hunter2"] }],
    ["rotation", { project: 1, rotation: "hunter2" }],
  ])("keep their value out of the message: %s", (_name, given) => {
    expect(reasons(given)).toHaveLength(1);
    expect(reasons(given).join()).not.toContain("hunter2");
  });

  it("keep a token out of the message that was put in a wrong place", () => {
    const token = ["glpat", "Ab3_dE-4".repeat(3)].join("-");

    expect(reasons({ project: `acme ${token}` })).toEqual([expect.stringContaining('"acme [redacted]"')]);
    expect(reasons({ project: 1, [token]: 1 }).join()).not.toContain(token);
  });
});

describe("inputs that are not known yet", () => {
  it.each([
    ["1c4a061d-8072-4f0a-a4cb-0ff528b18fe7"],
    ["3eeb2bf0-c639-47a8-9e75-3b44932eb421"],
    [UNKNOWN],
    ["6a19a0b0-7e62-4c92-b797-7f8e31da9cc2"],
    ["030794c1-ac77-496b-92df-f27374a8bd58"],
    ["e48ece36-62e2-4504-bad9-02848725956a"],
    ["dd056dcd-154b-4c76-9bd3-c8f88648b5ff"],
  ])("are no failure anywhere, and come back unchanged: %s", (unknown) => {
    for (const key of ["project", "group", "enabled", "level", "days", "tags", "rotation"]) {
      const checked = validate(schema, { project: 1, [key]: unknown });

      expect(checked.failures).toEqual([]);
      expect(checked.inputs).toMatchObject({ [key]: unknown });
    }
  });

  it("are no failure inside a list or an object", () => {
    const given = { project: 1, tags: ["ok", UNKNOWN], rotation: { every: UNKNOWN } };

    expect(validate(schema, given)).toEqual({ inputs: { ...given, enabled: true }, failures: [] });
  });

  it("keep no other input from its normal form or its default", () => {
    expect(inputs({ project: "/acme/billing/", group: "7", days: UNKNOWN })).toEqual({
      project: "acme/billing",
      group: 7,
      days: UNKNOWN,
      enabled: true,
    });
  });

  it("keep no other input from being refused", () => {
    expect(reasons({ project: UNKNOWN, enabled: "yes", days: 0 })).toHaveLength(2);
    expect(reasons({ project: 1, tags: [UNKNOWN, "far too long"] })).toEqual([expect.stringMatching(/^tags\.1: /)]);
  });

  it("keep no misspelling from being told", () => {
    expect(reasons({ project: UNKNOWN, enabeld: true })).toEqual([expect.stringContaining('"enabeld"')]);
    expect(reasons({ project: 1, rotation: { every: UNKNOWN, evry: 2 } })).toEqual([
      expect.stringContaining('"rotation.evry"'),
    ]);
  });

  it("are not blamed for each other: two unknowns may differ", () => {
    expect(reasons({ project: UNKNOWN, group: UNKNOWN })).toEqual([]);
  });
});
