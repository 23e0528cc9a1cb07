import { SECRET } from "../../../../cli/preview/events";
import type { Companies } from "./company";
import { type Declared, isOurs, type Part, type Target } from "./declarations";

/** A declaration as the stream shows it. */
export class Shown {
  constructor(readonly companies: Companies) {}

  /** A state knows all values, so that what was not known before the update is secret there at most. */
  inputs(one: Declared, isState: boolean): Record<string, unknown> {
    const show = (part: Part, value: unknown) => {
      const by = isState && part in one.hidden ? SECRET : one.hidden[part];
      return value === undefined ? undefined : (by ?? value);
    };
    const project = show("project", this.#address(one, "project", one.project));
    const inputs = this.#inputsOf(one, project, show);
    return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
  }

  /** What the provider records beside the inputs, so that ids and paths are brought together. */
  outputs(one: Declared): Record<string, unknown> {
    if (!isOurs(one)) return this.inputs(one, true);
    const [projects, groups] = [this.#listed(one, "project"), this.#listed(one, "group")];
    const moved = [...projects, ...groups].filter(({ as }) => as === "former path");
    const elsewhere = (of: Target, path: string) => (of.as === "former path" ? path : undefined);
    return {
      __origin: this.companies[one.gitlab].address,
      projectId: String(this.projectAt(one, one.project.index).id),
      targetProjectId: String(this.projectAt(one, one.target.index).id),
      targetGroupId: String(this.groupAt(one, one.target.index).id),
      __ids: Object.fromEntries([...projects, ...groups].map(({ name, id }) => [name, String(id)])),
      // GitLab's own path is recorded where the program writes another one.
      projectPath: elsewhere(one.project, this.projectAt(one, one.project.index).fullPath),
      targetProjectPath: elsewhere(one.target, this.projectAt(one, one.target.index).fullPath),
      targetGroupPath: elsewhere(one.target, this.groupAt(one, one.target.index).fullPath),
      paths: Object.fromEntries(moved.map(({ name, fullPath }) => [name, fullPath])),
    };
  }

  projectAt({ gitlab }: Declared, index: number) {
    return at(this.companies[gitlab].projects, index);
  }

  groupAt({ gitlab }: Declared, index: number) {
    return at(this.companies[gitlab].groups, index);
  }

  #inputsOf(one: Declared, project: unknown, show: (part: Part, value: unknown) => unknown): Record<string, unknown> {
    const push = {
      pushRepositoryForJobTokenAllowed: show("own", one.own),
      crossProjectPushForJobTokenAllowed: show("cross", one.cross),
    };
    const [projects, groups] = [this.#list(one, "project"), this.#list(one, "group")];
    const [toProject, toGroup] = [this.#address(one, "project", one.target), this.#address(one, "group", one.target)];
    const permissions = show("permissions", one.permissions);
    switch (one.type) {
      case "JobTokenScope":
        return { project, enabled: show("enabled", one.enabled ?? true), ...push };
      case "ScopeAllowlistEntry":
        return { project, targetProject: show("target", toProject), permissions };
      case "GroupAllowlistEntry":
        return { project, targetGroup: show("target", toGroup), permissions };
      case "JobTokenAllowlist":
        return {
          ...{ project, permissions, enabled: show("enabled", one.enabled), ...push },
          ...{ projects: show("lists", projects), groups: show("lists", groups) },
        };
      case "ProjectVariable":
      case "another package's variable": {
        const { key, protected: isProtected, ...flags } = one.variable;
        return { project, key: show("key", key), value: SECRET, protected: show("flag", isProtected), ...flags };
      }
      case "RotatingProjectToken":
      case "another package's token":
        return { project, ...termsOf(one, show) };
      case "another package's project entry":
        return { project, targetProjectId: show("target", toProject) };
      case "another package's group entry":
        return { project, targetGroupId: show("target", toGroup) };
      case "another package's list": {
        const ids = (list: unknown[] | undefined) => list?.map((item) => idIn(item));
        const lists = { targetProjectIds: show("lists", ids(projects)), targetGroupIds: show("lists", ids(groups)) };
        return { project, enabled: show("enabled", one.enabled), ...lists };
      }
    }
  }

  /** What a list names, with the name by which its state keeps ids and paths. */
  #listed(one: Declared, kind: "group" | "project") {
    return ((kind === "project" ? one.projects : one.groups) ?? []).map(({ index, as }) => {
      const { id, fullPath } = kind === "project" ? this.projectAt(one, index) : this.groupAt(one, index);
      const path = as === "former path" ? formerPath(kind, index) : fullPath;
      return { as, id, fullPath, name: `${kind} ${path}` };
    });
  }

  #list(one: Declared, kind: "group" | "project"): unknown[] | undefined {
    const list = kind === "project" ? one.projects : one.groups;
    return list?.map((target) => {
      const { permissions } = target;
      const address = this.#address(one, kind, target);
      return permissions === undefined ? address : { [kind]: address, permissions };
    });
  }

  #address(one: Declared, kind: "group" | "project", { index, as }: Target): number | string {
    const { id, fullPath } = kind === "project" ? this.projectAt(one, index) : this.groupAt(one, index);
    if (as === "id") return id;
    if (as === "id as text") return String(id);
    if (as === "former path") return formerPath(kind, index);
    return as === "path" ? fullPath : `/${fullPath.toUpperCase()}/`;
  }
}

/** Where it stood once. Another one may stand there now. */
function formerPath(kind: "group" | "project", index: number): string {
  return kind === "project" ? at(FORMER_PROJECTS, index) : at(FORMER_GROUPS, index);
}

const FORMER_PROJECTS = ["other/billing", "other/vault", "acme/inner/docs", "acme/docs", "acme/inner/shop"] as const;
const FORMER_GROUPS = ["tools", "other/inner", "acme/deep", "acme/other"] as const;

/** Ours is renewed, and the other package's may end on a day. */
function termsOf(one: Declared, show: (part: Part, value: unknown) => unknown): Record<string, unknown> {
  const { scopes, accessLevel, expirationDays } = one;
  const end = new Date(Date.parse("2027-01-10") + expirationDays * 86_400_000).toISOString().slice(0, 10);
  const life = isOurs(one)
    ? { rotationConfiguration: show("life", { expirationDays, rotateBeforeDays: 7 }) }
    : { expiresAt: show("life", end) };
  return { name: "release", scopes: show("permissions", scopes), accessLevel: show("flag", accessLevel), ...life };
}

function idIn(item: unknown): unknown {
  return typeof item === "object" && item !== null ? Object.values(item)[0] : item;
}

function at<T>(all: readonly T[], index: number): T {
  const found = all[index % all.length];
  if (found === undefined) throw new Error("This world is empty.");
  return found;
}
