import { z } from "zod";
import { configOf, globs, ruleConfig, schemaOf } from "../../../../policies/config/rule-config";

const config = ruleConfig({ paths: globs("Some paths."), days: z.int().default(90).describe("A number of days.") });
const given = (value: object) => ({ getConfig: <T extends object>() => value as T }); // As generic as Pulumi's own type.

describe("configOf", () => {
  it("fills in defaults, which only the engine does", () => {
    expect(configOf(config, given({}))).toEqual({ paths: [], days: 90, except: [] });
  });

  it("takes slashes at the ends off globs", () => {
    expect(configOf(config, given({ paths: [" /acme/** ", "acme/"] })).paths).toEqual(["acme/**", "acme"]);
  });

  it.each([
    ["a key that the rule doesn't have", { path: ["acme"] }, 'Unrecognized key: "path"'],
    ["a value of another type", { days: "90" }, "expected number"],
    ["an empty glob", { paths: ["/"] }, "Too small"],
  ])("refuses %s in one line of stack", (_what, value, words) => {
    const refusal = catching(() => configOf(config, given(value)));

    expect(refusal.message).toContain(words);
    expect(refusal.stack).toBe(refusal.message);
  });
});

describe("schemaOf", () => {
  it("is what the engine checks a configuration against", () => {
    expect(schemaOf(config)).toMatchObject({
      required: [],
      properties: {
        paths: { type: "array", items: { type: "string", minLength: 1 }, default: [] },
        days: { type: "integer", default: 90, description: "A number of days." },
        except: { items: { required: ["reason"], additionalProperties: false } },
      },
    });
  });

  it("asks for a date by its format alone", () => {
    const { properties } = schemaOf(config);

    expect(JSON.stringify(properties)).toContain('"format":"date"');
    expect(JSON.stringify(properties)).not.toContain('"pattern"');
  });
});

function catching(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("Nothing was thrown.");
}
