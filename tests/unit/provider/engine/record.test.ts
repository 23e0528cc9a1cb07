import { z } from "zod";
import { address } from "../../../../provider/engine/address-input";
import { keyAlone, keyIn, visible, withProviderText } from "../../../../provider/engine/properties";
import { recorded, toOuts } from "../../../../provider/engine/record";

const form = {
  type: "Thing",
  inputs: z.strictObject({ project: address("project"), days: z.number().optional() }),
  outputs: z.object({ adopted: z.boolean(), since: z.date().or(z.string()).optional() }),
  addresses: { project: { kind: "project", output: "projectId" } },
} as const;

const marks = { key: "aaaaaaaaaaaa", origin: "https://gitlab.acme.example" };
const thing = { inputs: { project: "acme/billing" }, ids: { project: "12" }, outputs: { adopted: true } };
const outs = {
  project: "acme/billing",
  projectId: "12",
  adopted: true,
  __key: "aaaaaaaaaaaa",
  __origin: "https://gitlab.acme.example",
  __schema: 1,
};

describe("the outputs that are recorded", () => {
  it("have every input, every id, all that was added, and the marks", () => {
    expect(toOuts(form, thing, marks)).toEqual(outs);
  });

  it("have no undefined in them, at any depth, which would make Pulumi lose the answer", () => {
    const holes = { ...thing, inputs: { ...thing.inputs, days: undefined, deep: { er: undefined } } };

    expect(Object.keys(toOuts(form, holes, marks)).sort()).toEqual([...Object.keys(outs), "deep"].sort());
    expect(toOuts(form, holes, marks)).toMatchObject({ deep: {} });
    expect(toOuts(form, holes, marks)).not.toHaveProperty("deep.er");
  });

  it("have dates as texts", () => {
    const dated = { ...thing, outputs: { adopted: true, since: new Date(0) } };

    expect(toOuts(form, dated, marks)).toMatchObject({ since: "1970-01-01T00:00:00.000Z" });
  });
});

describe("what is recorded", () => {
  it("is read back as it was", () => {
    expect(recorded(form, { ...outs, __provider: "…" })).toEqual({ ...thing, origin: marks.origin });
  });

  it("is read back where a program could not say it: GitLab holds what it holds", () => {
    const strict = { ...form, inputs: form.inputs.refine(() => false, "never right") };

    expect(recorded(strict, outs)).toEqual({ ...thing, origin: marks.origin });
  });

  it("is read back with what a later version of the same form has added", () => {
    expect(recorded(form, { ...outs, later: 1 })).toEqual({ ...thing, origin: marks.origin });
  });

  it.each(["__schema", "__origin"])("is refused without our mark %s: Pulumi reads by id alone then", (mark) => {
    const unmarked = Object.fromEntries(Object.entries(outs).filter(([key]) => key !== mark));

    expect(() => recorded(form, unmarked)).toThrow(
      "A Thing can't be read by its id alone (the option `id` and `import`)",
    );
  });

  it("is refused when a newer version wrote it", () => {
    expect(() => recorded(form, { ...outs, __schema: 2 })).toThrow(
      "The state of this Thing was written by a newer version of pulumi-gitlab-ci-access: update the package",
    );
  });

  it("is refused without the id of an address: nothing may be asked about a project called 'undefined'", () => {
    const { projectId: _, ...incomplete } = outs;

    expect(() => recorded(form, incomplete)).toThrow(z.ZodError);
  });
});

describe("what is hidden", () => {
  const news = { project: 1, __provider: "text", __key: "aaaaaaaaaaaa", _x: 2 };

  it("begins with two underscores", () => {
    expect(visible(news)).toEqual({ project: 1, _x: 2 });
  });

  it("has the key of the declaration", () => {
    expect(keyIn(news)).toBe("aaaaaaaaaaaa");
    expect(keyAlone(news)).toEqual({ __key: "aaaaaaaaaaaa" });
  });

  it("has the text without which a resource could not be deleted", () => {
    expect(withProviderText({ project: 1 }, news)).toEqual({ project: 1, __provider: "text" });
  });
});
