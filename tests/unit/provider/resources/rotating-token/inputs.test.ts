import { validate } from "../../../../../provider/engine/validation";
import { projectTokenInputs } from "../../../../../provider/resources/rotating-token/inputs";

const inputs = (more: object) => ({
  project: 12,
  name: "deploy",
  scopes: ["read_api"],
  accessLevel: "reporter",
  rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
  ...more,
});
const problems = (more: object) => validate(projectTokenInputs, inputs(more)).failures.map(({ reason }) => reason);
const rotation = (expirationDays: number, rotateBeforeDays: number) => ({
  rotationConfiguration: { expirationDays, rotateBeforeDays },
});

it.each([
  {},
  rotation(400, 399),
  rotation(2, 1),
  { strategy: "overlap" },
  { strategy: "overlap", overlapDays: 7 },
  { strategy: "overlap", overlapDays: 0, ...rotation(2, 1) },
  { rotateWith: "self", scopes: ["self_rotate"] },
  { rotateWith: "self", scopes: ["api"] },
  { description: "x".repeat(224) },
])("takes %j", (more) => {
  expect(problems(more)).toEqual([]);
});

it.each([
  [rotation(401, 7), /at most 400/],
  [rotation(30, 30), /rotateBeforeDays \(30\) must be smaller than expirationDays \(30\)/],
  [rotation(30, 0), /rotateBeforeDays must be at least 1/],
  [{ overlapDays: 3 }, /overlapDays belongs to strategy "overlap"/],
  [{ strategy: "overlap", overlapDays: 8 }, /overlapDays \(8\) must be at most 7/],
  [{ strategy: "overlap", overlapDays: 10, ...rotation(30, 20) }, /at most 9.*next rotation, 10 days later/],
  [{ strategy: "overlap", rotateWith: "self", scopes: ["api"] }, /a second token, which a token can't do for itself/],
  [{ rotateWith: "self" }, /rotateWith "self" needs the scope "self_rotate" \(or "api"\)/],
  [{ scopes: [] }, /at least one scope/],
  [{ description: "x".repeat(225) }, /longer than 224/],
  [{ accessLevel: "boss" }, /accessLevel: Invalid option/],
])("refuses %j in plain words", (more, says) => {
  expect(problems(more).join("\n")).toMatch(says);
});

it("takes scopes for a set", () => {
  expect(validate(projectTokenInputs, inputs({ scopes: ["read_api", "api", "api"] })).inputs.scopes).toEqual([
    "api",
    "read_api",
  ]);
});
