import fc from "fast-check";
import { markdownOf } from "../../../cli/report/markdown";
import { readingOf, wideningOf } from "../../../cli/report/reading";
import { powersIn, twoCompanies } from "../../support/cli/worlds/company";
import { program, telling } from "../../support/cli/worlds/programs";
import { Shown } from "../../support/cli/worlds/shown";
import { previewOf } from "../../support/cli/worlds/steps";
import { Update } from "../../support/cli/worlds/update";
import { worldsToPlay } from "../../support/worlds";

const now = new Date("2027-01-10T12:00:00Z");
const CLEAN = /No job token gains access|Nothing changes|Nothing is left to do/;

const { numRuns, seed } = worldsToPlay({ numRuns: 300, seed: 20_261_128 });

/** What the report says of a run; its verdict and its text say the same thing. */
function saysNothingWidens(preview: ReturnType<typeof previewOf>, ambient: string | undefined): boolean {
  const reading = readingOf(preview, { now, ambient });
  const isClean = CLEAN.test(markdownOf(reading, { project: "access", stack: "prod" }));
  expect(isClean).toBe(wideningOf(reading) === "nothing");
  return isClean;
}

it("whatever gives more is told, in every pair of programs, whatever GitLab's own decision becomes", () => {
  const companies = twoCompanies();
  const [shown, update] = [new Shown(companies), new Update(companies)];
  let grown = 0;
  let clean = 0;
  fc.assert(
    fc.property(program, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), telling, (pairs, closed, how) => {
      update.arrange(pairs, closed);
      const before = powersIn(companies);
      update.run(pairs);
      const more = [...powersIn(companies)].filter((power) => !before.has(power));

      const isClean = saysNothingWidens(
        previewOf(pairs, shown, how),
        how.isAmbientKnown ? companies[0].address : undefined,
      );

      expect({ more: isClean ? more : [] }).toEqual({ more: [] });
      grown += more.length > 0 ? 1 : 0;
      clean += isClean ? 1 : 0;
    }),
    { numRuns, seed, endOnFailure: true },
  );
  // A property that never meets either case would hold of anything.
  expect(grown).toBeGreaterThan(numRuns / 20);
  expect(clean).toBeGreaterThan(numRuns / 50);
}, 600_000);
