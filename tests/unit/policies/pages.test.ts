import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { configFileSchema } from "../../../policies/config/config-file";
import * as rules from "../../../policies/index";
import { docCommentOf } from "../../../tools/rules/doc-comment";
import { filesOfRules } from "../../../tools/rules/files";

const repository = resolve(__dirname, "../../..");
const read = (file: string) => readFileSync(join(repository, file), "utf8");
const policies = Object.values(rules);
const files = Object.entries(filesOfRules(policies, configFileSchema(policies)));

it.each(files.filter(([file]) => file.endsWith(".md")))(
  "%s is what the rules say; else run: npm run rules",
  (file, text) => {
    expect(read(file)).toBe(text);
  },
);

it("there is a page for every rule, and no other", () => {
  const pages = policies.map(({ name }) => `${name}.md`);

  expect(readdirSync(join(repository, "docs/rules")).sort()).toEqual([...pages, "README.md"].sort());
});

it.each(policies.map(({ name }) => name))(
  "the page of %s says why, what, how to mend it and what can be configured",
  (name) => {
    const page = read(`docs/rules/${name}.md`);
    const { summary, why, fix, allowed, refused } = docCommentOf(name);

    for (const text of [summary, why, fix, allowed.program, refused.program]) {
      expect(text.length).toBeGreaterThan(20);
      expect(page).toContain(text.slice(1)); // Sentences begin with a capital letter there.
    }
    for (const key of Object.keys(policies.find((rule) => rule.name === name)?.configSchema?.properties ?? {}))
      expect(page).toMatch(new RegExp(`^\\| \`${key}\` +\\| \``, "m"));
  },
);

it("the pages are in the package", () => {
  expect(JSON.parse(read("package.json")).files).toContain("docs");
});
