import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { EmptyFolder } from "../support/empty-folder";
import { blocksOf } from "../support/markdown";

const pages = readdirSync(resolve(__dirname, "../../docs"), { recursive: true, encoding: "utf8" });
const guides = ["README.md", ...pages.filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)];
const commands = guides
  .flatMap(blocksOf)
  .filter(({ language }) => language === "sh")
  .flatMap(({ code }) => code.split("\n"))
  .filter((line) => line.startsWith("pulumi "));

let folder: EmptyFolder;
beforeAll(async () => {
  folder = await EmptyFolder.create();
});
afterAll(() => folder.remove());

it.each([...new Set(commands)])("Pulumi knows the command and the flags of: %s", async (command) => {
  const { code, output } = await folder.sh(`${command} --help`);
  expect(output).toMatch(/^Usage:\n +pulumi \w+/m);
  expect({ code, output }).toMatchObject({ code: 0 });
});

it("a command or flag that Pulumi does not know is found", async () => {
  expect((await folder.sh("pulumi cancle --help")).output).not.toMatch(/^Usage:\n +pulumi \w+/m);
  expect((await folder.sh("pulumi refresh --clear-pending --help")).code).not.toBe(0);
});
