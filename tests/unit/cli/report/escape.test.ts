import { block, code, label, sentence } from "../../../../cli/report/escape";

it.each([
  ["acme/billing", "`acme/billing`"],
  ["a`b", "``a`b``"],
  ["`a", "`` `a ``"],
  ["one\n/approve\r\ntwo", "`one /approve two`"],
  ["", "`  `"],
  ["evil\u202Etxt", "`evil txt`"],
])("the name %j is the code span %s", (name, span) => {
  expect(code(name)).toBe(span);
});

it("a name of any length stays short", () => {
  expect(code("x".repeat(5_000))).toHaveLength(203);
});

it("a sentence has no markup, and mentions nobody", () => {
  const text = sentence("<b>*x*</b> [a](b) `c` @all\n/close #1");

  expect(text.replaceAll("\u2060", "")).toBe("\\<b\\>\\*x\\*\\</b\\> \\[a\\](b) \\`c\\` @all /close \\#1");
  expect(text).toContain("@\u2060all");
  expect(text).toContain("#\u20601");
});

it("no line of a block begins with a slash, and nothing in it ends the block", () => {
  const text = block("first\n/approve\n```\n````\n<img>");

  const [fence, ...lines] = text.split("\n");
  expect(fence).toBe("`````");
  expect(lines.at(-1)).toBe(fence);
  expect(lines.slice(0, -1).every((line) => line.startsWith("  "))).toBe(true);
});

it("what looks like a credential is taken out of everything", () => {
  const token = ["glpat", "0123456789abcdef"].join("-");

  for (const written of [block, code, label, sentence]) expect(written(`x ${token}`)).not.toContain("0123456789");
});

it("a label has nothing that Mermaid would read", () => {
  expect(label('a"]; click n1 "javascript:x" <b>#`&\\')).toBe(
    '"a#34;#93;#59; click n1 #34;javascript:x#34; #60;b#62;#35;#96;#38;#92;"',
  );
});
