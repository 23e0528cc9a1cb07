import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, cp, mkdir, mkdtemp, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { isolatedPulumi } from "../../tools/pulumi/environment";
import { withLock } from "../../tools/setup/lock";

const repository = resolve(__dirname, "../..");
const cache = join(repository, "node_modules/.cache");
const NAME = "template";

interface StackPlace {
  readonly dir: string;
  readonly stack: string;
}

/**
 * Does what `pulumi stack init` does in the folder of a project with a file backend of its own, without a start of the CLI: it copies a
 * stack that the CLI itself has initialised, once for each version of it. `isolatedPulumi` has the passphrase.
 */
export async function initialiseStack({ dir, stack }: StackPlace): Promise<void> {
  const template = await initialisedByTheCli();
  const project = await projectName(dir);
  const stacks = join(dir, ".pulumi/stacks", project);
  await mkdir(stacks, { recursive: true });
  await cp(join(template, ".pulumi/meta.yaml"), join(dir, ".pulumi/meta.yaml"));
  const state = await readFile(join(template, `.pulumi/stacks/${NAME}/${NAME}.json`), "utf8");
  await writeFile(join(stacks, `${stack}.json`), state.replace(`/${NAME}/${NAME}"`, `/${project}/${stack}"`));
  await appendFile(join(dir, `Pulumi.${stack}.yaml`), await readFile(join(template, `Pulumi.${NAME}.yaml`), "utf8"));
}

export async function projectName(dir: string): Promise<string> {
  const yaml = await readFile(join(dir, "Pulumi.yaml"), "utf8");
  return /^name: *(\S+)/m.exec(yaml)?.[1] ?? "";
}

/** Several test files may be the first at the same time: one makes it, the others wait. */
async function initialisedByTheCli(): Promise<string> {
  const cli = await readFile(join(cache, "setup/cli.json"));
  const template = join(cache, "initialised-stack", createHash("sha256").update(cli).digest("hex").slice(0, 12));
  await withLock(
    `${template}.lock`,
    () => undefined,
    async () => {
      if (!existsSync(template)) await initialise(template);
    },
  );
  return template;
}

async function initialise(template: string): Promise<void> {
  const dir = await mkdtemp(join(dirname(template), "partial-"));
  await writeFile(join(dir, "Pulumi.yaml"), `name: ${NAME}\nruntime: nodejs\n`);
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...isolatedPulumi(dir, NAME) };
  const command = ["stack", "init", NAME, "--non-interactive"];
  await promisify(execFile)(join(repository, "tools/bin/pulumi"), command, { cwd: dir, env });
  await rename(dir, template);
}
