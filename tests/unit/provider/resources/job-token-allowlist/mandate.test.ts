import { type Inputs, inputs } from "../../../../../provider/resources/job-token-allowlist/inputs";
import { accountOf, Mandate } from "../../../../../provider/resources/job-token-allowlist/mandate";
import type { Entry } from "../../../../../provider/resources/job-token-allowlist/plan";

const project = (id: string): Entry => ({ kind: "project", id });
const group = (id: string): Entry => ({ kind: "group", id });
const declared = (args: object): Inputs => inputs.parse({ project: 12, ...args });
const [recorded, stray, appeared] = [project("1"), project("2"), project("3")];
const before = { inputs: declared({ projects: [1] }), outputs: accountOf([recorded], [stray]) };
const covered = (mandate: Mandate) => [recorded, stray, appeared, group("9")].filter((entry) => mandate.covers(entry));

describe("what may leave a list", () => {
  it("is nothing in a first run", () => {
    const mandate = new Mandate(declared({ projects: [], groups: [] }), undefined);

    expect(covered(mandate)).toEqual([]);
    expect(mandate.foreign([recorded, group("9")], [recorded])).toEqual([group("9")]);
  });

  it("is everything of the managed kinds in a first run with replaceExisting", () => {
    const mandate = new Mandate(declared({ projects: [], replaceExisting: true }), undefined);

    expect(covered(mandate)).toEqual([recorded, stray, appeared]);
    expect(mandate.foreign([appeared], [])).toEqual([]);
  });

  it.each([false, true])(
    "is later what the state records and what it calls strays, with replaceExisting: %s",
    (replaceExisting) => {
      const mandate = new Mandate(declared({ projects: [], replaceExisting }), before);

      expect(covered(mandate)).toEqual([recorded, stray]);
      expect(mandate.foreign([recorded, stray, appeared], [])).toEqual([]);
      expect(mandate.strays([recorded, stray, appeared], [])).toEqual([appeared]);
    },
  );

  it("is nothing of a kind that was not managed before", () => {
    const mandate = new Mandate(declared({ projects: [], groups: [] }), before);

    expect(covered(mandate)).toEqual([recorded, stray]);
    expect(mandate.foreign([appeared, group("9")], [])).toEqual([group("9")]);
  });
});
