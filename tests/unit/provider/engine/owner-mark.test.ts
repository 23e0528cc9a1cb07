import { markIn, newAttempt, roomBeside, withMark, withoutMark } from "../../../../provider/engine/owner-mark";

const key = "0123456789ab";
const mark = { key, attempt: "0badcafe" };

it("stands at the end of the user's words, and is taken off again", () => {
  expect(withMark("Deploys", mark)).toBe("Deploys [pulumi:0123456789ab:0badcafe]");
  expect(withMark(undefined, mark)).toBe("[pulumi:0123456789ab:0badcafe]");
  expect(withoutMark(withMark("Deploys", mark))).toBe("Deploys");
  expect([withoutMark(withMark("", mark)), withoutMark(null)]).toEqual([undefined, undefined]);
  expect(withMark("x".repeat(roomBeside(255)), mark)).toHaveLength(255);
});

it("is read where it is whole and last, and nowhere else", () => {
  expect(markIn(withMark("Deploys", mark))).toEqual(mark);
  for (const text of [
    "Deploys",
    "[pulumi:0123456789ab:0badcafe] and more",
    "[pulumi:0123:0badcafe]",
    "",
    null,
    undefined,
  ])
    expect(markIn(text)).toBeUndefined();
});

it("differs from attempt to attempt", () => {
  expect(new Set(Array.from({ length: 100 }, newAttempt)).size).toBe(100);
});
