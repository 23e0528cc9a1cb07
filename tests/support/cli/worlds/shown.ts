import { SECRET } from "../../../../cli/preview/events";
import type { Company } from "./company";
import { type Declared, isOurs, type Part, type Target } from "./declarations";

/** A declaration as the stream shows it. */
export class Shown {
  constructor(readonly company: Company) {}

  /** A state knows all values, so that what was not known before the update is secret there at most. */
  inputs(one: Declared, isState: boolean): Record<string, unknown> {
    const show = (part: Part, value: unknown) => {
      const by = isState && part in one.hidden ? SECRET : one.hidden[part];
      return value === undefined ? undefined : (by ?? value);
    };
    const project = show("project", this.#address("project", one.project));
    const inputs = this.#inputsOf(one, project, show);
    return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
  }

  /** What the provider records beside the inputs, so that ids and paths are brought together. */
  outputs(one: Declared): Record<string, unknown> {
    if (!isOurs(one)) return this.inputs(one, true);
    const listed = [
      ...(one.projects ?? []).map(({ index }) => ["project", this.projectAt(index)] as const),
      ...(one.groups ?? []).map(({ index }) => ["group", this.groupAt(index)] as const),
    ];
    return {
      __origin: "https://gitlab.example",
      projectId: String(this.projectAt(one.project.index).id),
      targetProjectId: String(this.projectAt(one.target.index).id),
      targetGroupId: String(this.groupAt(one.target.index).id),
      __ids: Object.fromEntries(listed.map(([kind, at]) => [`${kind} ${at.fullPath}`, String(at.id)])),
    };
  }

  projectAt(index: number) {
    return at(this.company.projects, index);
  }

  groupAt(index: number) {
    return at(this.company.groups, index);
  }

  #inputsOf(one: Declared, project: unknown, show: (part: Part, value: unknown) => unknown): Record<string, unknown> {
    const push = {
      pushRepositoryForJobTokenAllowed: show("own", one.own),
      crossProjectPushForJobTokenAllowed: show("cross", one.cross),
    };
    const [projects, groups] = [this.#list("project", one.projects), this.#list("group", one.groups)];
    const [toProject, toGroup] = [this.#target("project", one), this.#target("group", one)];
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

  #target(kind: "group" | "project", { target }: Declared): number | string {
    return this.#address(kind, target);
  }

  #list(kind: "group" | "project", list: readonly Target[] | undefined): unknown[] | undefined {
    return list?.map((one) => {
      const address = this.#address(kind, one);
      return one.permissions === undefined ? address : { [kind]: address, permissions: one.permissions };
    });
  }

  #address(kind: "group" | "project", { index, as }: Target): number | string {
    const { id, fullPath } = kind === "project" ? this.projectAt(index) : this.groupAt(index);
    if (as === "id") return id;
    if (as === "id as text") return String(id);
    return as === "path" ? fullPath : `/${fullPath.toUpperCase()}/`;
  }
}

function idIn(item: unknown): unknown {
  return typeof item === "object" && item !== null ? Object.values(item)[0] : item;
}

function at<T>(all: readonly T[], index: number): T {
  const found = all[index % all.length];
  if (found === undefined) throw new Error("This world is empty.");
  return found;
}
