import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { EmptyFolder } from "../support/empty-folder";
import { blocksOf } from "../support/markdown";
import { succeeds } from "../support/scenario";

const pages = readdirSync(resolve(__dirname, "../../docs"), { recursive: true, encoding: "utf8" });
const guides = ["README.md", ...pages.filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)];

const lines = guides
  .flatMap(blocksOf)
  .filter(({ language }) => language === "sh")
  .flatMap(({ code }) => code.split("\n"))
  .filter((line) => line.startsWith("pulumi "));

/** The flags of each command, by its words: the CLI tells a shell all of them at once, to complete what is typed. */
const flagsOf = new Map<string, readonly string[]>();
beforeAll(async () => {
  const folder = await EmptyFolder.create();
  const script = await succeeds(folder.sh("pulumi gen-completion bash"));
  await folder.remove();
  const functions = [...script.matchAll(/^_(pulumi[\w-]*)\(\)\n\{\n {4}last_command=(.*?)^\}$/gms)];
  for (const [, name = "", body = ""] of functions)
    flagsOf.set(
      name.replaceAll("_", " "),
      [...body.matchAll(/ flags\+=\("([\w-]+)=?"\)/g)].map(([, flag = ""]) => flag),
    );
  for (const [, name = "", body = ""] of functions)
    for (const [, alias, of] of body.matchAll(/aliashash\["([\w-]+)"\]="([\w-]+)"/g)) {
      const parent = name.replaceAll("_", " ");
      flagsOf.set(`${parent} ${alias}`, flagsOf.get(`${parent} ${of}`) ?? []);
    }
});

/** The words of a line that Pulumi does not know: its command, or a flag of it. */
function unknownIn(line: string): string[] {
  const words = line.split(/\s+/);
  const command = [3, 2].map((count) => words.slice(0, count).join(" ")).find((name) => flagsOf.has(name)) ?? "";
  const leadsOn = [...flagsOf.keys()].some((name) => name.startsWith(`${command} `));
  const known = flagsOf.get(command);
  if (known === undefined || leadsOn) return [words.slice(0, 3).join(" ")];
  const flags = words.flatMap((word) => /^--?[a-z][\w-]*/.exec(word) ?? []);
  return flags.filter((flag) => !known.includes(flag));
}

it.each([...new Set(lines)])("Pulumi knows the command and the flags of: %s", (line) => {
  expect(unknownIn(line)).toEqual([]);
});

it("a command or flag that Pulumi does not know is found", () => {
  expect(unknownIn("pulumi cancle")).toEqual(["pulumi cancle"]);
  expect(unknownIn("pulumi stack chance-secrets-provider")).toEqual(["pulumi stack chance-secrets-provider"]);
  expect(unknownIn("pulumi refresh --yes --clear-pending=all")).toEqual(["--clear-pending"]);
});
