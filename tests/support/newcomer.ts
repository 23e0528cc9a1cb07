import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { EmptyFolder } from "./empty-folder";
import { ExampleGitLab } from "./gitlab/example-gitlab";
import { blockWith, inlineWith } from "./markdown";
import { fails, succeeds, summaryOf } from "./scenario";

const repository = resolve(__dirname, "../..");

/** How a package manager says what npm says in the README. */
const managers = {
  npm: (commands: string) => commands.replaceAll("npm install ", "npm install --no-audit --no-fund --prefer-offline "),
  pnpm: (commands: string) => commands.replaceAll("npm install ", "npx --yes pnpm@10.34.9 add --prefer-offline "),
  yarn: (commands: string) =>
    [
      "export YARN_ENABLE_TELEMETRY=0",
      'yarn() { npx --yes --package=@yarnpkg/cli-dist@4.18.1 yarn "$@"; }',
      commands
        .replace("npm install ", "yarn config set nodeLinker node-modules\nnpm install ")
        .replaceAll("npm install ", "yarn add "),
    ].join("\n"),
};

/** Packages come over the network, and no one knows how fast. */
export const PATIENCE_MS = 300_000;

export type Manager = keyof typeof managers;

interface Equipment {
  readonly manager?: Manager;
  /** The version of `@pulumi/pulumi` in place of the README's. */
  readonly sdk?: string | undefined;
  /** The folder of the Node to run on. */
  readonly node?: string | undefined;
  /** Whether Node itself strips the types, in place of ts-node. */
  readonly nodeStripsTypes?: boolean;
}

/** What someone sees who has the README and the package, and nothing else. */
interface Experience {
  readonly versions: { readonly node: string; readonly sdk: string };
  /** The preview of a program that the policy pack refuses. */
  readonly refused: string;
  readonly applied: string;
  /** A second `up`. */
  readonly again: string;
  /** Whom GitLab lets into acme/billing after `up`, and after `destroy`. */
  readonly made: readonly string[] | "everybody";
  readonly left: readonly string[] | "everybody";
}

/** Goes from an empty folder to a closed project by copy and paste from the README, and back. */
export async function followReadme(
  tarball: string,
  { manager = "npm", sdk, node, nodeStripsTypes = false }: Equipment = {},
): Promise<Experience> {
  const gitlab = await ExampleGitLab.with(["acme/billing", "acme/deploy"]);
  const env = { GITLAB_BASE_URL: gitlab.simulator.url, GITLAB_TOKEN: gitlab.simulator.token };
  const folder = await EmptyFolder.create({ env, node });
  try {
    await succeeds(folder.sh(managers[manager](setUpCommands(tarball, sdk))));
    if (nodeStripsTypes) await succeeds(folder.sh(withoutCompiler()));
    await folder.write("tsconfig.json", blockWith("README.md", "json", '"compilerOptions"'));
    const program = blockWith("README.md", "ts", "JobTokenAllowlist");
    const [preview = "", up = ""] = blockWith("README.md", "sh", "pulumi up ").split("\n");
    await folder.write("index.ts", program.replace(/projects: .*(?=,)/, inlineWith("README.md", "projects: []")));
    const refused = await fails(folder.sh(preview));
    await folder.write("index.ts", program);
    const applied = await succeeds(folder.sh(`${up} --yes`));
    const made = await gitlab.callersOf("acme/billing");
    const again = await succeeds(folder.sh("pulumi up --yes --skip-preview --expect-no-changes"));
    await succeeds(folder.sh("pulumi destroy --yes --skip-preview"));
    const left = await gitlab.callersOf("acme/billing");
    return { versions: await versionsIn(folder), refused, applied, again, made, left };
  } finally {
    await gitlab.simulator.close();
    await folder.remove();
  }
}

/** The README's commands with the package as a file, because no registry has it yet under test. */
function setUpCommands(tarball: string, sdk: string | undefined): string {
  const commands = blockWith("README.md", "sh", "npm init");
  const withTarball = commands.replace(
    "install pulumi-gitlab-ci-access ",
    `install pulumi-gitlab-ci-access@file:${tarball} `,
  );
  return sdk === undefined ? withTarball : withTarball.replace(/@pulumi\/pulumi@\S+/, `@pulumi/pulumi@${sdk}`);
}

/** What the README says of Node's own TypeScript, as commands. */
function withoutCompiler(): string {
  const runtime = inlineWith("docs/install.md", "typescript: false");
  return [
    "npm uninstall --no-audit --no-fund typescript ts-node",
    "npm pkg set type=module",
    `printf 'name: access\\n${runtime}\\n' > Pulumi.yaml`,
  ].join("\n");
}

async function versionsIn(folder: EmptyFolder) {
  const script = 'console.log(process.versions.node, require("@pulumi/pulumi/package.json").version)';
  const [node = "", sdk = ""] = (await succeeds(folder.sh(`node -e '${script}'`))).trim().split(" ");
  return { node, sdk };
}

export interface Packed {
  readonly tarball: string;
  remove(): Promise<void>;
}

/** The package as it is published, in a folder of its own. It is built already. */
export async function packed(): Promise<Packed> {
  const folder = await EmptyFolder.create();
  await succeeds(folder.sh(`npm pack --ignore-scripts --silent --pack-destination . ${repository}`));
  const [tarball = ""] = (await readdir(folder.dir)).filter((file) => file.endsWith(".tgz"));
  return { tarball: join(folder.dir, tarball), remove: () => folder.remove() };
}

/** What the README promises, of what somebody saw. */
export function expectSuccess({ refused, applied, again, made, left }: Experience): void {
  const oneLine = (text: string) => text.replace(/\s+/g, " ");
  const picture = blockWith("README.md", "text", "require-non-empty-allowlist");
  expect(oneLine(refused)).toContain(oneLine(picture.slice(picture.indexOf("Policies:"), picture.indexOf("error:"))));
  expect(summaryOf(applied)).toEqual({ create: 2 });
  expect(made).toEqual(["acme/deploy"]);
  expect(summaryOf(again)).toEqual({ unchanged: 2 });
  expect(left).toEqual([]);
}
