import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PackageDependency, PackageParameterization } from "@pulumi/pulumi/proto/plugin_pb";

/** The parts of a package.json that matter here; anything may be missing. */
interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly pulumi?: {
    readonly resource?: boolean;
    readonly name?: string;
    readonly version?: string;
    readonly server?: string;
    readonly parameterization?: { readonly name: string; readonly version: string; readonly value: string };
  };
}

/** The packages that the program's own package.json names, as they are installed; missing ones are left out. */
export function installedPackages(programDirectory: string): Manifest[] {
  const file = findManifest(programDirectory);
  if (file === undefined) return [];
  const { dependencies, devDependencies } = readManifest(file);
  const searched = (name: string) => createRequire(file).resolve.paths(name) ?? [];
  return Object.keys({ ...dependencies, ...devDependencies })
    .map((name) =>
      searched(name)
        .map((folder) => join(folder, name, "package.json"))
        .find(existsSync),
    )
    .filter((manifest) => manifest !== undefined)
    .map(readManifest);
}

/** The provider plugin that a package speaks to, where it says that it has one. */
export function requiredPlugin({ name = "", version, pulumi }: Manifest): PackageDependency | undefined {
  if (!pulumi?.resource) return undefined;
  const plugin = new PackageDependency();
  plugin.setKind("resource");
  plugin.setName(pulumi.name ?? name.replace(/^@(pulumi\/)?/, ""));
  plugin.setVersion(pulumi.version ?? version ?? "");
  plugin.setServer(pulumi.server ?? "");
  if (pulumi.parameterization) plugin.setParameterization(parameterization(pulumi.parameterization));
  return plugin;
}

function parameterization({ name, version, value }: { name: string; version: string; value: string }) {
  const message = new PackageParameterization();
  message.setName(name);
  message.setVersion(version);
  message.setValue(value);
  return message;
}

function findManifest(directory: string): string | undefined {
  const file = join(directory, "package.json");
  if (existsSync(file)) return file;
  return dirname(directory) === directory ? undefined : findManifest(dirname(directory));
}

function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, "utf8"));
}
