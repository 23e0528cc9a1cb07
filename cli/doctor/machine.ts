import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { codeOf } from "../../provider/domain/error-code";
import { versionOf } from "../version";
import { type Finding, ok, problem, warning } from "./finding";

const PACKAGE = "pulumi-gitlab-ci-access";
const SDK = "@pulumi/pulumi";
/** The last release of the SDK that runs on Node 20. */
const LAST_FOR_NODE_20 = [3, 248] as const;
/** From this version on the CLI imports by file. */
const IMPORTS_FROM = [3, 254] as const;
const OLDEST_SDK = [3, 221] as const;

const manifest = z.looseObject({
  version: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
});

/** Looks at what is installed where the program is. `cli` is what `pulumi version` says. */
export function machineFindings(
  cwd: string,
  { node, cli }: { readonly node: string; readonly cli: string },
): Finding[] {
  const folder = projectFolder(resolve(cwd));
  if (folder === undefined)
    return [
      problem("program", `there is no Pulumi.yaml in ${cwd} or above it`, "name the program's folder with --cwd"),
    ];
  return [
    nodeFinding(node),
    packageFinding(folder),
    ...otherCopies(folder),
    ...sdkFindings(folder, node),
    cliFinding(cli),
  ];
}

function nodeFinding(node: string): Finding {
  const [major = 0, minor = 0] = numbersIn(node);
  const isOld = major < 20 || (major === 20 && minor < 18);
  return isOld
    ? problem("node", `Node ${node} is too old`, "install Node 22 or 24 (20.18.1 is the oldest that does)")
    : ok("node", `Node ${node}`);
}

/** The provider process finds the package from the program's folder only: a dependency of a dependency is not found. */
function packageFinding(folder: string): Finding {
  const { dependencies = {}, devDependencies = {} } = manifestIn(join(folder, "package.json")) ?? {};
  const installed = installedIn(folder, PACKAGE);
  const isDirect = PACKAGE in dependencies || PACKAGE in devDependencies;
  if (installed === undefined)
    return problem(
      "package",
      `${PACKAGE} is not installed where the program is (${folder})`,
      `npm install ${PACKAGE}, there`,
    );
  if (!isDirect)
    return problem(
      "package",
      `${PACKAGE} ${installed} is found, and it is no direct dependency of the program`,
      `npm install ${PACKAGE} in ${folder}: with pnpm, or when a parent is updated, the provider would not find it`,
    );
  return ok("package", `${PACKAGE} ${installed}, a direct dependency of the program`);
}

/** What is installed twice: this command may be of another version than the provider, and two SDKs don't know each other's outputs. */
function otherCopies(folder: string): Finding[] {
  const [installed, sdk] = [installedIn(folder, PACKAGE), installedIn(folder, SDK)];
  const own = manifestIn(join(folder, "node_modules", PACKAGE, "node_modules", SDK, "package.json"))?.version;
  return [
    ...(installed === undefined || installed === versionOf()
      ? []
      : [
          warning(
            "versions",
            `this command is ${PACKAGE} ${versionOf()}, and the program has ${installed}`,
            "run `npx --no-install gitlab-ci-access doctor` in the program's folder",
          ),
        ]),
    ...(own === undefined
      ? []
      : [
          warning(
            "versions",
            `${PACKAGE} has a ${SDK} ${own} of its own beside the program's ${sdk ?? "none"}`,
            `npm dedupe, or give the program a ${SDK} that both can use`,
          ),
        ]),
  ];
}

function sdkFindings(folder: string, node: string): Finding[] {
  const version = installedIn(folder, SDK);
  if (version === undefined) return [problem("sdk", `${SDK} is not installed`, `npm install ${SDK}@3.248.0`)];
  if (isBefore(version, OLDEST_SDK))
    return [problem("sdk", `${SDK} ${version} is too old`, `npm install ${SDK}@3.248.0`)];
  const needsNewerNode = isBefore(node, [22, 0]) && !isBefore(version, [LAST_FOR_NODE_20[0], LAST_FOR_NODE_20[1] + 1]);
  return [
    needsNewerNode
      ? problem(
          "sdk",
          `${SDK} ${version} needs Node 22, and this is ${node}`,
          `npm install ${SDK}@3.248.0, the last for Node 20, or install Node 22`,
        )
      : ok("sdk", `${SDK} ${version}`),
  ];
}

function cliFinding(cli: string): Finding {
  return isBefore(cli, IMPORTS_FROM)
    ? warning(
        "cli",
        `Pulumi CLI ${cli}, which can't import by file`,
        "update it to 3.254 or later before `pulumi import --file`; all else works",
      )
    : ok("cli", `Pulumi CLI ${cli}`);
}

function projectFolder(folder: string): string | undefined {
  if (["Pulumi.yaml", "Pulumi.yml"].some((name) => existsSync(join(folder, name)))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : projectFolder(above);
}

/** The version that Node would load from this folder. */
function installedIn(folder: string, name: string): string | undefined {
  const found = manifestIn(join(folder, "node_modules", name, "package.json"));
  const above = dirname(folder);
  return found?.version ?? (found === undefined && above !== folder ? installedIn(above, name) : undefined);
}

function manifestIn(file: string): z.output<typeof manifest> | undefined {
  try {
    return manifest.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "SyntaxError", "ZodError"].includes(codeOf(error))) return undefined;
    throw error;
  }
}

function isBefore(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = numbersIn(version);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}

function numbersIn(version: string): number[] {
  return version.replace(/^v/, "").split(".").map(Number);
}
