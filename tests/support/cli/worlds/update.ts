import type { AllowlistEntry } from "../../../../simulator/model/allowlist-entry";
import type { Project } from "../../../../simulator/model/project";
import type { Variables } from "../../../../simulator/model/variables";
import type { Companies } from "./company";
import {
  type Declared,
  type Given,
  isGone,
  isOurs,
  isRetained,
  isSame,
  isToken,
  isVariable,
  type Pair,
  type Target,
} from "./declarations";
import { Shown } from "./shown";
import { rightsOf } from "./tokens";
import { removeVariable, setVariable } from "./variables";

/** One entry that a declaration speaks of. */
interface Entry {
  readonly kind: "group" | "project";
  readonly id: number;
  readonly given: Given;
}

/** Does to a simulated GitLab what the providers do in `pulumi up`. */
export class Update {
  readonly #companies: Companies;
  readonly #shown: Shown;

  constructor(companies: Companies) {
    this.#companies = companies;
    this.#shown = new Shown(companies);
  }

  /** Makes what the state holds: each declaration finds what it has made. */
  arrange(pairs: readonly Pair[], closed: readonly boolean[]): void {
    for (const [index, project] of this.#companies.flatMap(({ opened }) => opened).entries()) {
      project.inboundJobTokenScope = closed[index] ?? true;
      project.crossProjectPush = false;
      project.settings.set("ci_push_repository_for_job_token_allowed", false);
      project.allowedProjects.clear();
      project.allowedGroups.clear();
    }
    for (const { instance } of this.#companies)
      for (const { id } of instance.namespaces.projects.values()) instance.variables.removeOwner(`project ${id}`);
    for (const { tokens } of this.#companies) tokens.clear();
    for (const { there } of pairs) if (there !== undefined) this.#apply(there);
    for (const [index, { before }] of pairs.entries()) if (before?.by === "program") this.#make(before, index);
  }

  /** Makes what the program declares: what comes or changes in the given order, then what goes, as the engine does. */
  run(pairs: readonly Pair[]): void {
    const touched = [...pairs.entries()].filter(([, { before, after }]) => !isSame(before, after));
    for (const [index, { before, after }] of touched) {
      if (after?.by !== "program") continue;
      this.#removeSurplus(before?.by === "program" ? before : undefined, after);
      this.#make(after, index);
    }
    const declared = new Set(
      pairs.flatMap(({ after }) => (after?.by === "program" && isOurs(after) ? this.#keysOf(after) : [])),
    );
    for (const [index, { before, after }] of touched) {
      if (before?.by !== "program" || !isGone(before, after) || isRetained(before)) continue;
      if (isToken(before)) this.#companies[before.gitlab].tokens.delete(tokenKeyOf(before, index));
      else this.#remove(before, declared);
    }
  }

  /** A token is a thing of its own, whoever else declares the same. */
  #make(one: Declared, index: number): void {
    const { tokens } = this.#companies[one.gitlab];
    if (isToken(one)) tokens.set(tokenKeyOf(one, index), rightsOf(one));
    else this.#apply(one);
  }

  #apply(one: Declared): void {
    const project = this.#projectOf(one);
    if (isVariable(one)) setVariable(this.#variablesOf(one), `project ${project.id}`, one.variable);
    if (one.type === "JobTokenScope") project.inboundJobTokenScope = one.enabled ?? true;
    if (one.type === "JobTokenAllowlist" && one.enabled !== undefined) project.inboundJobTokenScope = one.enabled;
    if (one.type === "another package's list") project.inboundJobTokenScope = one.enabled ?? true;
    if (one.type === "JobTokenScope" || one.type === "JobTokenAllowlist") {
      if (one.own !== undefined) project.settings.set("ci_push_repository_for_job_token_allowed", one.own);
      if (one.cross !== undefined) project.crossProjectPush = one.cross;
    }
    for (const { kind, id, given } of this.#entriesOf(one)) {
      const list = listOf(project, kind);
      if (given !== undefined || !list.has(id)) list.set(id, entryWith(given ?? "default"));
    }
  }

  /** Our list takes away what it has recorded, in the kinds that it manages, and the other package's list whatever it does not name. */
  #removeSurplus(before: Declared | undefined, after: Declared): void {
    const project = this.#projectOf(after);
    const isWanted = (entry: Pick<Entry, "id" | "kind">) =>
      this.#entriesOf(after).some(({ kind, id }) => kind === entry.kind && id === entry.id);
    if (after.type === "another package's list")
      for (const kind of ["group", "project"] as const)
        for (const id of [...listOf(project, kind).keys()])
          if (!isWanted({ kind, id })) listOf(project, kind).delete(id);
    if (after.type !== "JobTokenAllowlist" || before === undefined || isGone(before, after)) return;
    for (const entry of this.#entriesOf(before)) {
      const isManaged = (entry.kind === "project" ? after.projects : after.groups) !== undefined;
      if (isManaged && !isWanted(entry)) listOf(project, entry.kind).delete(entry.id);
    }
  }

  /** Our provider leaves what another declaration of the run speaks of. */
  #remove(one: Declared, declared: ReadonlySet<string>): void {
    const project = this.#projectOf(one);
    if (isVariable(one) && !declared.has(variableKeyOf(one)))
      removeVariable(this.#variablesOf(one), `project ${project.id}`, one.variable);
    if (one.type === "another package's list") {
      project.inboundJobTokenScope = true;
      project.allowedProjects.clear();
      project.allowedGroups.clear();
    }
    for (const entry of this.#entriesOf(one))
      if (!declared.has(keyOf(one, entry))) listOf(project, entry.kind).delete(entry.id);
  }

  #entriesOf(one: Declared): Entry[] {
    const of = (kind: Entry["kind"], targets: readonly Target[] | undefined, otherwise: Given): Entry[] =>
      (targets ?? []).map(({ index, permissions }) => {
        const { id } = kind === "project" ? this.#shown.projectAt(one, index) : this.#shown.groupAt(one, index);
        return { kind, id, given: permissions ?? otherwise };
      });
    const single = [{ ...one.target, permissions: undefined }];
    const all: Readonly<Record<Declared["type"], () => Entry[]>> = {
      JobTokenScope: () => [],
      RotatingProjectToken: () => [],
      "another package's token": () => [],
      ProjectVariable: () => [],
      "another package's variable": () => [],
      ScopeAllowlistEntry: () => of("project", single, one.permissions),
      GroupAllowlistEntry: () => of("group", single, one.permissions),
      JobTokenAllowlist: () => [
        ...of("project", one.projects, one.permissions),
        ...of("group", one.groups, one.permissions),
      ],
      "another package's project entry": () => of("project", single, undefined),
      "another package's group entry": () => of("group", single, undefined),
      "another package's list": () =>
        [...of("project", one.projects, undefined), ...of("group", one.groups, undefined)].map((entry) => ({
          ...entry,
          given: undefined,
        })),
    };
    // A project reaches itself without an entry.
    return all[one.type]().filter(({ kind, id }) => kind === "group" || id !== this.#projectOf(one).id);
  }

  #keysOf(one: Declared): string[] {
    return isVariable(one) ? [variableKeyOf(one)] : this.#entriesOf(one).map((entry) => keyOf(one, entry));
  }

  #variablesOf({ gitlab }: Declared): Variables {
    return this.#companies[gitlab].instance.variables;
  }

  #projectOf(one: Declared): Project {
    return this.#shown.projectAt(one, one.project.index);
  }
}

function listOf(project: Project, kind: Entry["kind"]): Map<number, AllowlistEntry> {
  return kind === "project" ? project.allowedProjects : project.allowedGroups;
}

function keyOf({ gitlab, project }: Declared, { kind, id }: Entry): string {
  return `${gitlab} ${project.index} ${kind} ${id}`;
}

function tokenKeyOf({ project, type }: Declared, index: number): string {
  return `${type} ${index} of project ${project.index}`;
}

function variableKeyOf({ gitlab, project, variable: { key, environmentScope = "*" } }: Declared): string {
  return `${gitlab} ${project.index} variable ${key} ${environmentScope}`;
}

function entryWith(given: "default" | readonly string[]): AllowlistEntry {
  const isDefault = given === "default";
  return {
    defaultPermissions: isDefault,
    jobTokenPolicies: isDefault ? [] : given,
    addedById: 1,
    createdAt: new Date("2027-01-10T12:00:00Z"),
  };
}
