import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { main } from "../../../cli/main";
import { KINDS } from "../../../provider/domain/kinds";

/** What CONTRIBUTING.md's checklists ask for and nothing else would miss. */
const root = resolve(__dirname, "../../..");
const textsIn = (folder: string, ending: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => ending.test(file) && !file.includes("node_modules"))
    .map((file) => readFileSync(join(root, folder, file), "utf8"));
const pages = [readFileSync(join(root, "README.md"), "utf8"), ...textsIn("docs", /\.md$/)];

const Command = z.object({ name: z.string(), usage: z.string() });
const commands = readdirSync(join(root, "cli/commands"))
  .map((file) => file.replace(/\.ts$/, ""))
  .map((file) => Command.parse(require(join(root, "cli/commands", file))[file]));

describe.each(commands)("the command $name", ({ name, usage }) => {
  it("is on a page, with every option", () => {
    const page = pages.find((text) => text.includes(`gitlab-ci-access ${name}`)) ?? "";
    const options = usage.match(/(?<=^ +)--[a-z-]+/gm) ?? [];

    expect(page).not.toBe("");
    expect(options.filter((option) => !pages.some((text) => text.includes(option)))).toEqual([]);
  });

  it("is in the general help", async () => {
    const said = jest.spyOn(console, "log").mockImplementation(() => {});
    await main(["--help"], {});

    expect(said.mock.calls.join("\n")).toMatch(new RegExp(`^  ${name} `, "m"));
    said.mockRestore();
  });

  it("is run by a test", () => {
    expect(textsIn("tests", /\.test\.ts$/).filter((text) => text.includes(`["${name}"`))).not.toEqual([]);
  });
});

it("every rule has a test", () => {
  const rules = readdirSync(join(root, "policies/rules")).map((file) => file.replace(/\.ts$/, ""));

  expect(rules.filter((rule) => !existsSync(join(root, `tests/unit/policies/rules/${rule}.test.ts`)))).toEqual([]);
});

it("every resource is in an example, but the entry for a group, which its own documentation shows", () => {
  const programs = textsIn("examples", /\.ts$/).join("\n");

  expect(Object.keys(KINDS).filter((type) => !programs.includes(`gitlab.${type}(`))).toEqual(["GroupAllowlistEntry"]);
});

it("every area of the simulated GitLab is on its page, and has tests", () => {
  const folders = readdirSync(join(root, "simulator/areas"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const page = (readFileSync(join(root, "docs/simulator.md"), "utf8").split("## ")[0] ?? "").replace(/\s+/g, " ");
  const missing = folders.filter(
    ({ name }) =>
      !page.includes(name.replace("-", " ")) || !existsSync(join(root, `tests/contract/simulator/areas/${name}`)),
  );

  expect(missing.map(({ name }) => name)).toEqual([]);
});
