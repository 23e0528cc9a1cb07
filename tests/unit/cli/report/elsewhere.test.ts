import type { Change } from "../../../../cli/preview/events";
import { readingOf, wideningOf } from "../../../../cli/report/reading";
import { change, preview } from "../../../support/cli/change";

const verdictOf = (...changes: readonly Change[]) =>
  wideningOf(readingOf(preview(changes), { now: new Date("2027-01-10T12:00:00Z"), ambient: "https://a.example" }));

const project = "acme/billing";
const variable = { project, key: "TOKEN", protected: true, masked: true };

it.each([
  ["RotatingProjectToken", { project, name: "x", scopes: ["api"], accessLevel: "reporter" }],
  ["ProjectVariable", variable],
  ["UserRunner", { runnerType: "project_type", project, tagList: ["deploy"] }],
])("a %s that is made anew in another GitLab is a new one there, with the same settings, too", (type, inputs) => {
  const moved = (origin: string) =>
    change(type, "it", { before: inputs, after: inputs, operation: "replace", outputs: { __origin: origin } });

  expect(verdictOf(moved("https://a.example"))).toBe("nothing");
  expect(verdictOf(moved("https://b.example"))).toBe("widens");
});

describe("one variable that two declarations speak of", () => {
  const state = (of: number | string, more: object = {}) => {
    const inputs = { ...variable, project: of, ...more };
    return { before: inputs, after: inputs };
  };
  const touched = change("ProjectVariable", "a", state(1, { masked: false }));
  const other = (of: number | string) => change("ProjectVariable", "b", { ...state(of), operation: "same" });

  it("has what either says of it, also where one writes its project by id and the other by path", () => {
    expect(verdictOf(touched, other(1))).toBe("widens");
    expect(verdictOf(touched, other("acme/billing"))).toBe("widens");
    expect(verdictOf(touched, other(2))).toBe("nothing");
  });

  it("is not surely there because something is that may be it", () => {
    expect(verdictOf(change("ProjectVariable", "new", { after: variable }), other(1))).toBe("may widen");
  });
});
