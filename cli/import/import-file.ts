import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { type AddressKind, canonical } from "../../provider/domain/address";
import { listedName } from "../../provider/domain/identity";
import { permissionsText } from "../../provider/domain/permissions";
import { providerText } from "../../provider/domain/provider-text";
import { CommandError } from "../command";
import type { ImportedEntry, ImportedList } from "./estate";

const MAP = "gitlab-ci-access:index:AccessMap";
const LIST = "pulumi-nodejs:dynamic/gitlab:JobTokenAllowlist";

/** The names that make a resource's URN. */
export interface StackNames {
  readonly project: string;
  readonly stack: string;
  /** The name of the map in the program. */
  readonly map: string;
}

/**
 * The file for `pulumi import --file`: the map as a component and each list below it, with the inputs and outputs of a state, so that Pulumi
 * asks GitLab for nothing.
 */
export function importFile(lists: readonly ImportedList[], names: StackNames, gitlab: string): object {
  return {
    resources: [
      { type: MAP, name: names.map, component: true },
      ...lists.map((list) => ({
        type: LIST,
        name: canonical(list.path),
        id: String(list.id),
        parent: names.map,
        ...stateOf(list, names, gitlab),
      })),
    ],
  };
}

const written = z.object({ resources: z.array(z.object({ name: z.string() })) });

/** The names of the lists in an import file that Pulumi has not read yet: whoever has given it to Pulumi removes it. */
export function namesWaitingIn(file: string): ReadonlySet<string> {
  if (!existsSync(file)) return new Set();
  try {
    return new Set(written.parse(JSON.parse(readFileSync(file, "utf8"))).resources.map(({ name }) => name));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError)
      throw new CommandError(`${file} is no file of an import: remove it.`);
    throw error;
  }
}

function stateOf(list: ImportedList, names: StackNames, gitlab: string) {
  const { id, path, enabled, projects, groups, pushes } = list;
  const hidden = { __key: keyOf(list, names), __provider: providerText("JobTokenAllowlist") };
  const inputs = {
    project: path,
    enabled,
    projects: projects.map((entry) => elementOf("project", entry)),
    groups: groups.map((entry) => elementOf("group", entry)),
    ...Object.fromEntries(pushes.map((setting) => [setting, true])),
    replaceExisting: false,
    entries: entriesOf(list),
    ...hidden,
  };
  const outputs = {
    ...inputs,
    projectId: String(id),
    projectIds: idsOf(projects),
    groupIds: idsOf(groups),
    __strays: {},
    __ids: namesOf(list),
    __origin: gitlab,
    __schema: 1,
  };
  return { inputs, outputs };
}

/** As the class makes it of the URN. */
function keyOf({ path }: ImportedList, { project, stack }: StackNames): string {
  const urn = `urn:pulumi:${stack}::${project}::${MAP}$${LIST}::${canonical(path)}`;
  return createHash("sha256").update(urn).digest("hex").slice(0, 12);
}

function elementOf(kind: AddressKind, { address, permissions }: ImportedEntry) {
  return permissions === undefined ? address : { [kind]: address, permissions };
}

/** As the resource shows them in a preview. */
function entriesOf({ projects, groups }: ImportedList): Record<string, string> {
  const textOf = (kind: AddressKind, { permissions }: ImportedEntry) =>
    permissions === undefined ? kind : `${kind}: ${permissionsText(permissions)}`;
  const entries = new Map(projects.map((entry) => [String(entry.address), textOf("project", entry)]));
  for (const entry of groups) {
    const [key, text] = [String(entry.address), textOf("group", entry)];
    const other = entries.get(key);
    entries.set(key, other === undefined ? text : `${other} and ${text}`);
  }
  return Object.fromEntries(entries);
}

function idsOf(entries: readonly ImportedEntry[]): string[] {
  return entries
    .map(({ id }) => id)
    .sort((a, b) => a - b)
    .map(String);
}

function namesOf({ projects, groups }: ImportedList): Record<string, string> {
  const named = (kind: "group" | "project", entries: readonly ImportedEntry[]) =>
    entries.flatMap(({ address, id }) =>
      typeof address === "string" ? [[listedName(kind, address), String(id)]] : [],
    );
  return Object.fromEntries([...named("group", groups), ...named("project", projects)]);
}
