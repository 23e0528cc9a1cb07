import type { PolicyResource, StackValidationArgs } from "@pulumi/policy";
import { GroupAllowlistEntry, JobTokenScope, ScopeAllowlistEntry } from "pulumi-gitlab-ci-access";
import { cannotTell, known } from "./known";
import { type AddressKey, Directory, type Doubt, type Mention, mention } from "./mention";

/** A declaration of whether a project is closed. */
export interface Switch {
  readonly resource: PolicyResource;
  readonly project: Mention;
  readonly enabled: unknown;
}

/** A declaration that lets a project or a group into a project. */
export interface Entry {
  readonly resource: PolicyResource;
  readonly project: Mention;
  readonly target: Mention;
}

/** All that a stack declares about who gets into which project, and which declaration speaks of which project. */
export class Declarations {
  readonly switches: readonly Switch[];
  readonly entries: readonly Entry[];
  readonly directory: Directory;

  constructor({ resources }: StackValidationArgs) {
    this.switches = resources.flatMap(switchOf);
    this.entries = resources.flatMap(entryOf);
    const mentions = [...this.switches, ...this.entries].flatMap(mentionsOf);
    this.directory = new Directory(mentions);
  }

  /** Does any entry let somebody but the project itself into the project of the switch? */
  letsAnybodyIn(to: Switch): boolean | Doubt {
    const answers = this.entries
      .filter((entry) => !this.isOfItself(entry))
      .map((entry) => ({ entry, belongs: this.belongs(entry, to) }));
    if (answers.some(({ belongs }) => belongs === true)) return true;
    const doubtful = answers.find(({ entry, belongs }) => belongs !== false && !this.#belongsElsewhere(entry, to));
    if (doubtful !== undefined) return doubtful.belongs;
    return to.project.written === cannotTell ? "a value is not known yet" : false;
  }

  /** Does the entry open the project of the switch? */
  belongs(entry: Entry, to: Switch): boolean | Doubt {
    const isSame = this.directory.same(entry.project, to.project);
    if (typeof isSame === "boolean") return isSame;
    if (isWiredTo(entry, to)) return true;
    // A switch that is known is not excused by an entry of which nothing is: one unknown would excuse every switch of the stack.
    const isAnybodys = entry.project.written === cannotTell && to.project.written !== cannotTell;
    return isAnybodys ? false : isSame;
  }

  #belongsElsewhere(entry: Entry, than: Switch): boolean {
    return this.switches.some((other) => other !== than && this.belongs(entry, other) === true);
  }

  /** An entry for the project itself lets nobody in who is not in already. */
  isOfItself({ project, target }: Entry): boolean {
    return this.directory.same(project, target) === true;
  }
}

function switchOf(resource: PolicyResource): Switch[] {
  if (!resource.isType(JobTokenScope)) return [];
  return [{ resource, project: mention(resource, "project"), enabled: known(resource.props, "enabled") }];
}

function entryOf(resource: PolicyResource): Entry[] {
  const target = targetKeyOf(resource);
  if (target === undefined) return [];
  return [{ resource, project: mention(resource, "project"), target: mention(resource, target) }];
}

/** The input that says who is let in; only an entry has one. */
export function targetKeyOf({ isType }: Pick<PolicyResource, "isType">): AddressKey | undefined {
  if (isType(ScopeAllowlistEntry)) return "targetProject";
  return isType(GroupAllowlistEntry) ? "targetGroup" : undefined;
}

/** The inputs of a resource of ours that are addresses; none of anybody else's. */
export function addressKeysOf(resource: Pick<PolicyResource, "isType">): readonly AddressKey[] {
  const target = targetKeyOf(resource);
  if (target !== undefined) return ["project", target];
  return resource.isType(JobTokenScope) ? ["project"] : [];
}

function mentionsOf(declaration: Entry | Switch): readonly Mention[] {
  return "target" in declaration ? [declaration.project, declaration.target] : [declaration.project];
}

/**
 * Does the program tie an entry to a switch, where their addresses don't say it yet? It does when the switch waits for the entry, or when the entry's project comes from the switch itself or from a resource that the switch waits for as well.
 */
function isWiredTo(entry: Entry, to: Switch): boolean {
  const waitsFor = to.resource.dependencies;
  const sources = entry.resource.propertyDependencies.project ?? [];
  return (
    waitsFor.includes(entry.resource) || sources.some((source) => source === to.resource || waitsFor.includes(source))
  );
}
