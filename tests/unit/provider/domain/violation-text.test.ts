import fc from "fast-check";
import { pageOf, type ViolationText, violationIn, violationText } from "../../../../provider/domain/violation-text";

const page = pageOf("require-runner-tags");
const until = fc.option(fc.constantFrom("2027-01-31", "2030-12-01"), { nil: undefined });
const waiver = fc.option(fc.record({ reason: fc.string({ unit: "binary" }), until }), { nil: undefined });
/** Rules begin their messages with a resource's name in quotes, so none begins like a waiver. */
const message = fc.string({ unit: "binary" }).map((text) => `'a' ${text}`);

it("a report reads back what a rule says, whatever the texts are", () => {
  fc.assert(
    fc.property(fc.record({ message, waiver, page: fc.constantFrom(page, undefined) }), (violation: ViolationText) => {
      expect(violationIn(violationText(violation))).toEqual(violation);
    }),
  );
});

it("a waiver's reason can't end itself early", () => {
  const reason = `"): '"; (x): Waived`;
  const text = violationText({ message: "'a' is open.", waiver: { reason, until: "2027-01-31" }, page: undefined });

  expect(text).toBe(`Waived until 2027-01-31 (${JSON.stringify(reason)}): 'a' is open.`);
  expect(violationIn(text).waiver?.reason).toBe(reason);
});

it("what is not this package's text is a message", () => {
  const text = "Waived (agreed): 'a'\nMore: https://example.com";

  expect(violationIn(text)).toEqual({ message: text, waiver: undefined, page: undefined });
});
