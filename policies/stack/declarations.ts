import type { PolicyResource, StackValidationArgs } from "@pulumi/policy";
import { JobTokenAllowlist, JobTokenScope } from "pulumi-gitlab-ci-access";
import { cannotTell, known } from "../reading/known";
import { listsIn, projectIn, targetIn } from "../reading/written";
import { Directory, type Doubt, type Mention, mention } from "./mention";

/** A resource that says something about who gets into a project. */
export interface Declaration {
  readonly resource: PolicyResource;
  readonly project: Mention;
}

/** A declaration of whether a project is closed. */
export interface Switch extends Declaration {
  readonly enabled: unknown;
}

/** A declaration that lets a project or a group into a project, by itself or in a list. */
export interface Entry extends Declaration {
  readonly target: Mention;
}

/** A declaration of all the entries of a kind that a project has. */
export interface List extends Declaration {
  readonly kind: Mention["kind"];
  readonly isKnown: boolean;
  readonly entries: readonly Entry[];
}

/** All that a stack declares about who gets into which project, and which declaration speaks of which project. */
export class Declarations {
  /** Each resource once. */
  readonly all: readonly Declaration[];
  readonly switches: readonly Switch[];
  readonly singles: readonly Entry[];
  readonly lists: readonly List[];
  /** The single ones and those in lists. */
  readonly entries: readonly Entry[];
  readonly directory: Directory;
  /** Those that let somebody in who is not in already: the project itself always is. */
  readonly #foreign: readonly Entry[];

  constructor({ resources }: StackValidationArgs) {
    // The engine tells them in the order in which they got done. A finding has to name the same resource in every run, or no waiver fits.
    this.all = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1)).flatMap(declarationOf);
    this.switches = this.all.flatMap(switchOf);
    this.singles = this.all.flatMap(singleOf);
    this.lists = this.all.flatMap(listsOf);
    this.entries = [...this.singles, ...this.lists.flatMap(({ entries }) => entries)];
    this.directory = new Directory([
      ...this.all.map(({ project }) => project),
      ...this.entries.map(({ target }) => target),
    ]);
    this.#foreign = this.entries.filter(({ project, target }) => this.directory.same(project, target) !== true);
  }

  /** Does any entry let somebody but the project itself into the project of the switch? */
  letsAnybodyIn(to: Switch): boolean | Doubt {
    const entries = this.#foreign;
    if (entries.some((entry) => this.belongs(entry, to) === true)) return true;
    if (this.#isWhole(to)) return false;
    const unread = this.lists.filter(({ isKnown }) => !isKnown);
    if (unread.some((list) => this.belongs(list, to) === true)) return "a value is not known yet";
    const doubtful = [...entries, ...unread]
      .map((declaration) => ({ declaration, belongs: this.belongs(declaration, to) }))
      .find(({ declaration, belongs }) => belongs !== false && !this.#belongsElsewhere(declaration, to));
    if (doubtful !== undefined) return doubtful.belongs;
    return to.project.written === cannotTell ? "a value is not known yet" : false;
  }

  /** Are all its projects and all its groups declared, so that no other entry can be of its project? */
  #isWhole(to: Switch): boolean {
    if (to.project.written === cannotTell) return false;
    const known = this.lists.filter((list) => list.isKnown && this.belongs(list, to) === true);
    return new Set(known.map(({ kind }) => kind)).size === 2;
  }

  /** Does the declaration speak of the project of the switch? */
  belongs(declaration: Declaration, to: Switch): boolean | Doubt {
    const isSame = this.directory.same(declaration.project, to.project);
    if (typeof isSame === "boolean") return isSame;
    if (isWiredTo(declaration, to)) return true;
    // A switch that is known is not excused by an entry of which nothing is: one unknown would excuse every switch of the stack.
    const isAnybodys = declaration.project.written === cannotTell && to.project.written !== cannotTell;
    return isAnybodys ? false : isSame;
  }

  #belongsElsewhere(declaration: Declaration, than: Switch): boolean {
    return this.switches.some((other) => other !== than && this.belongs(declaration, other) === true);
  }
}

function declarationOf(resource: PolicyResource): Declaration[] {
  const project = projectIn(resource);
  return project === undefined ? [] : [{ resource, project: mention(resource, project) }];
}

/** A list has a switch where it says so; a `JobTokenScope` is one. */
function switchOf({ resource, project }: Declaration): Switch[] {
  const enabled: unknown = known(resource.props, "enabled");
  const isSwitch = resource.isType(JobTokenScope) || (resource.isType(JobTokenAllowlist) && enabled !== undefined);
  return isSwitch ? [{ resource, project, enabled }] : [];
}

function singleOf({ resource, project }: Declaration): Entry[] {
  const target = targetIn(resource);
  return target === undefined ? [] : [{ resource, project, target: mention(resource, target) }];
}

function listsOf({ resource, project }: Declaration): List[] {
  return listsIn(resource).map(({ kind, isKnown, targets }) => {
    const entries = isKnown ? targets.map((target) => ({ resource, project, target: mention(resource, target) })) : [];
    return { resource, project, kind, isKnown, entries };
  });
}

/**
 * Does the program tie a declaration to a switch, where their addresses don't say it yet? It does when they are one resource, when the switch
 * waits for the declaration, or when the declaration's project comes from the switch itself or from a resource that the switch waits for too.
 */
function isWiredTo({ resource }: Declaration, to: Switch): boolean {
  const waitsFor = to.resource.dependencies;
  const sources = resource.propertyDependencies.project ?? [];
  return (
    resource === to.resource ||
    waitsFor.includes(resource) ||
    sources.some((source) => source === to.resource || waitsFor.includes(source))
  );
}
