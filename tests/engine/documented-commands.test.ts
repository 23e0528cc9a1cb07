import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { EmptyFolder } from "../support/empty-folder";
import { blocksOf } from "../support/markdown";

const pages = readdirSync(resolve(__dirname, "../../docs"), { recursive: true, encoding: "utf8" });
const guides = ["README.md", ...pages.filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)];

/** Commands that only lead to others. */
const LEADS_ON = /^pulumi (config|policy|state|stack)\b(?= \w)/;

const commands = guides
  .flatMap(blocksOf)
  .filter(({ language }) => language === "sh")
  .flatMap(({ code }) => code.split("\n"))
  .filter((line) => line.startsWith("pulumi "));

/** The flags and arguments of all lines with the same command, because one `--help` judges them together. */
const tails = new Map<string, string[]>();
for (const line of new Set(commands)) {
  const [, command = "", tail = ""] =
    (LEADS_ON.test(line) ? /^(pulumi \S+ \S+)(.*)$/ : /^(pulumi \S+)(.*)$/).exec(line) ?? [];
  tails.set(command, [...(tails.get(command) ?? []), tail.trim()]);
}

let folder: EmptyFolder;
beforeAll(async () => {
  folder = await EmptyFolder.create();
});
afterAll(() => folder.remove());

it.each([...tails])("Pulumi knows the command %s and its flags in: %j", async (command, lines) => {
  const { code, output } = await folder.sh(`${command} ${lines.join(" ")} --help`);
  expect(output).toMatch(/^Usage:\n +pulumi \w+/m);
  expect({ code, output }).toMatchObject({ code: 0 });
});

it("a command or flag that Pulumi does not know is found", async () => {
  expect((await folder.sh("pulumi cancle --help")).output).not.toMatch(/^Usage:\n +pulumi \w+/m);
  expect((await folder.sh("pulumi refresh --clear-pending --help")).code).not.toBe(0);
});
