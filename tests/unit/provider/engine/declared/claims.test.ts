import { covers, inWords, keyOf } from "../../../../../provider/engine/declared/claims";
import { allEntries, anEntry, aVariable, theSwitch } from "./claim-fixtures";

const all = allEntries("acme/billing");

describe("a claim", () => {
  it.each([
    ["itself", all, all, true],
    ["itself, written in another case", all, allEntries("Acme/Billing"), true],
    ["each entry of its list", all, anEntry("acme/billing", "acme/deploy"), true],
    ["no entry of the other kind", all, anEntry("acme/billing", "acme", "group"), false],
    ["no entry of a project whose name begins like its own", all, anEntry("acme/billing-2", 7), false],
    ["not the switch", all, theSwitch("acme/billing"), false],
    ["as an entry, not its list", anEntry("acme/billing", 7), all, false],
    ["as a variable, no other key of its scope", aVariable("A"), aVariable("B"), false],
    [
      "as a variable, no key that is written in another case, which is another variable",
      aVariable("A"),
      aVariable("a"),
      false,
    ],
    ["as a variable, no other scope of its key", aVariable("A"), aVariable("A", "production"), false],
    [
      "as a variable whose key and scope look like a list, no entry",
      aVariable("x", "project:*"),
      anEntry("acme/billing", 7),
      false,
    ],
  ])("covers %s", (_name, wide, narrow, does) => {
    expect(covers(wide, narrow)).toBe(does);
  });

  it.each([
    [theSwitch("12"), "12"],
    [anEntry("12", 34), "12:project:34"],
    [anEntry("12", "7", "group"), "12:group:7"],
  ])("made of ids is the id in a state, for good: %j", (claim, id) => {
    expect(keyOf(claim)).toBe(id);
  });

  it.each([
    [theSwitch("acme/billing"), "the job token switch of project acme/billing"],
    [all, "the projects in the job token allowlist of project acme/billing"],
    [allEntries("12", "group"), "the groups in the job token allowlist of project 12"],
    [anEntry("12", 7, "group"), "group 7 in the job token allowlist of project 12"],
    [aVariable("TOKEN"), "the variable TOKEN of project acme/billing"],
    [aVariable("TOKEN", "production"), "the variable TOKEN for environment production of project acme/billing"],
  ])("in words: %j", (claim, words) => {
    expect(inWords(claim)).toBe(words);
  });
});
