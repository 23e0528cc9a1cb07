import type { Claim } from "../../../../../provider/engine/declared/claims";
import { Declarations, type Notice } from "../../../../../provider/engine/declared/declarations";
import { allEntries, anEntry, HERE, theSwitch } from "./claim-fixtures";

const projects = allEntries("acme/billing", "project");
const groups = allEntries("acme/billing", "group");
const entry = anEntry("acme/billing", "acme/deploy");

const aList = (name: string, ...texts: Claim[]): Notice => ({
  origin: HERE,
  key: `key of ${name}`,
  name,
  sole: true,
  texts,
});
const other = (name: string, ...texts: Claim[]): Notice => ({ origin: HERE, key: `key of ${name}`, name, texts });

/** What the last of them meets. */
function rival(...notices: Notice[]) {
  const declarations = new Declarations();
  for (const notice of notices) declarations.note(notice);
  const last = notices.at(-1);
  return last && declarations.rivalOf(last);
}

describe("a rival", () => {
  it.each([
    ["two lists of one kind", [aList("a", projects), aList("b", projects)], "a"],
    [
      "two lists of one kind, written in another case",
      [aList("a", projects), aList("b", allEntries("ACME/BILLING"))],
      "a",
    ],
    ["a list and an entry in it", [aList("a", projects), other("b", entry)], "a"],
    ["an entry and a list that holds it", [other("a", entry), aList("b", groups, projects)], "a"],
    [
      "a list's switch and a switch",
      [other("a", theSwitch("acme/billing")), aList("b", theSwitch("acme/billing"), projects)],
      "a",
    ],
  ])("is met by %s", (_name, notices, name) => {
    expect(rival(...notices)?.name).toBe(name);
  });

  it.each([
    ["a list of projects and one of groups", [aList("a", projects), aList("b", groups)]],
    ["a list of groups and an entry for a project", [aList("a", groups), other("b", entry)]],
    ["a list without a switch, and a switch", [aList("a", projects, groups), other("b", theSwitch("acme/billing"))]],
    ["two equal entries: the last one removes", [other("a", entry), other("b", entry)]],
    ["a list alone, declared again", [aList("a", projects), aList("a", projects)]],
  ])("is none for %s", (_name, notices) => {
    expect(rival(...notices)).toBeUndefined();
  });

  it("is met by id where the texts differ, and is none where the same text turned out to be another project", () => {
    const declarations = new Declarations();
    declarations.note(aList("a", projects));
    declarations.note({ ...aList("a"), ids: [allEntries("12", "project")] });
    declarations.note(aList("b", allEntries("acme/renamed", "project")));

    expect(declarations.rivalOf({ ...aList("b"), ids: [allEntries("12", "project")] })?.name).toBe("a");
    expect(declarations.rivalOf({ ...aList("b"), ids: [allEntries("13", "project")] })).toBeUndefined();
    expect(declarations.rivalOf(aList("b", projects))).toBeUndefined();
  });

  it("is none that the program no longer declares: from single entries to a list in one run", () => {
    const declarations = new Declarations();
    declarations.note(aList("list", projects));
    declarations.note({ ...aList("list"), ids: [allEntries("12", "project")] });

    expect(declarations.isDeclared({ origin: HERE, byId: anEntry("12", 34), byText: entry })).toBe(true);
    expect(
      declarations.isDeclared({ origin: HERE, byId: anEntry("12", 34, "group"), byText: theSwitch("nowhere") }),
    ).toBe(false);
  });
});
