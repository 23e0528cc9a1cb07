import { claimOf, covers, inWords } from "../../../../../provider/engine/declared/claims";

const all = claimOf.allEntries("acme/billing", "project");

describe("a claim", () => {
  it.each([
    ["itself", all, all, true],
    ["each entry of its list", all, claimOf.entry("acme/billing", "project", "acme/deploy"), true],
    ["no entry of the other kind", all, claimOf.entry("acme/billing", "group", "acme"), false],
    ["no entry of a project whose name begins like its own", all, claimOf.entry("acme/billing-2", "project", 7), false],
    ["not the switch", all, claimOf.switch("acme/billing"), false],
    ["as an entry, not its list", claimOf.entry("acme/billing", "project", 7), all, false],
    [
      "as a variable, no other key of its scope",
      claimOf.variable({ kind: "project", id: "acme/billing" }, "A", "*"),
      claimOf.variable({ kind: "project", id: "acme/billing" }, "B", "*"),
      false,
    ],
  ])("covers %s", (_name, wide, narrow, does) => {
    expect(covers(wide, narrow)).toBe(does);
  });

  it.each([
    [claimOf.switch("acme/billing"), "the job token switch of project acme/billing"],
    [all, "the projects in the job token allowlist of project acme/billing"],
    [claimOf.allEntries("12", "group"), "the groups in the job token allowlist of project 12"],
    [claimOf.entry("12", "group", 7), "the groups in the job token allowlist of project 12"],
  ])("in words: %s", (claim, words) => {
    expect(inWords(claim)).toBe(words);
  });
});
