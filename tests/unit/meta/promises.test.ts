import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { LEDGER, plain, promises } from "../../support/promises-in";

const root = resolve(__dirname, "../../..");
const ledger = readFileSync(join(root, LEDGER), "utf8");
const quoted = new Set([...ledger.matchAll(/^> (.+)$/gm)].map(([, sentence = ""]) => plain(sentence)));
const held = [...ledger.matchAll(/^- `(tests\/[^`]+)`: "(.+)"$/gm)].map(([, file = "", title = ""]) => ({
  file,
  title,
}));

it('every sentence that says "never", "nothing" or "always" stands in the ledger', () => {
  const all = promises();
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter(({ sentence }) => !quoted.has(sentence))).toEqual([]);
});

it("the ledger quotes no sentence that nobody says any more", () => {
  const said = new Set(promises().map(({ sentence }) => sentence));
  expect([...quoted].filter((sentence) => !said.has(sentence))).toEqual([]);
});

it("every test that the ledger names exists", () => {
  const missing = held.filter(({ file, title }) => {
    const path = join(root, file);
    return !existsSync(path) || !readFileSync(path, "utf8").includes(`"${title}"`);
  });
  expect(held.length).toBeGreaterThan(30);
  expect(missing).toEqual([]);
});

it.each(
  ledger
    .split(/^## /m)
    .slice(1)
    .map((part) => [part.split("\n")[0] ?? "", part] as const),
)("the ledger says of %s who holds it and what is not covered, or that it is no promise", (heading, part) => {
  if (heading === "No promises of this package") return expect(part).not.toMatch(/^- `tests/m);
  expect(part).toMatch(/^- `tests\//m);
  expect(part).toMatch(/^Not covered: /m);
});
