import type { PolicyResource } from "@pulumi/policy";
import { listedName } from "../../provider/domain/identity";
import type { TypeName, TypeToken } from "../../provider/domain/kinds";
import type { Inventory } from "../inventory/reading";
import type { AllowlistEntry, ProjectRecord, RunnerRecord, TokenRecord } from "../inventory/record";
import type { About } from "./finding";

/** Something of the estate as a program would declare it, so that the rules of the policy pack judge it. */
export interface Subject {
  readonly about: About;
  readonly resource: PolicyResource;
}

/** An inventory as declarations. What could not be read declares nothing. */
export function subjectsOf({ header, projects, runners, tokens }: Inventory): Subject[] {
  const { gitlab } = header;
  return [
    ...projects.filter(({ enabled }) => enabled !== null).map((record) => projectSubject(record, gitlab)),
    ...runners.map((record) => runnerSubject(record, gitlab)),
    ...tokens.map((record) => tokenSubject(record, gitlab)),
  ];
}

export function aboutProject({ id, path }: Pick<ProjectRecord, "id" | "path">, gitlab: string): About {
  return { kind: "project", id, name: path, url: `${gitlab}/${path}/-/settings/ci_cd#js-token-access` };
}

export function aboutRunner({ id, description, owner, runnerType }: RunnerRecord, gitlab: string): About {
  const page = {
    instance_type: "admin/runners",
    group_type: `groups/${owner}/-/runners`,
    project_type: `${owner}/-/runners`,
  };
  const name = `${description || "runner"} (${owner ?? "instance"})`;
  return { kind: "runner", id, name, url: `${gitlab}/${page[runnerType]}/${id}` };
}

export function aboutToken({ id, name, of, owner }: TokenRecord, gitlab: string): About {
  const at = owner.path ?? `${of} ${owner.id}`;
  const page = of === "group" ? `groups/${at}/-/settings/access_tokens` : `${at}/-/settings/access_tokens`;
  return { kind: "token", id, name: `${name} (${at})`, url: `${gitlab}/${page}` };
}

function projectSubject(record: ProjectRecord, gitlab: string): Subject {
  const { id, path, enabled, projects, groups } = record;
  const lists = { projects: elementsOf("project", projects), groups: elementsOf("group", groups) };
  const push = {
    ...known("pushRepositoryForJobTokenAllowed", record.pushRepositoryForJobTokenAllowed),
    ...known("crossProjectPushForJobTokenAllowed", record.crossProjectPushForJobTokenAllowed),
  };
  const paths = Object.fromEntries([...pathsOf("project", projects), ...pathsOf("group", groups)]);
  const props = { project: path, projectId: String(id), enabled, ...lists, ...push, paths };
  return { about: aboutProject(record, gitlab), resource: resourceOf("JobTokenAllowlist", path, props) };
}

function elementsOf(
  kind: "group" | "project",
  entries: readonly AllowlistEntry[] | null,
): readonly object[] | undefined {
  return entries?.map(({ id, path, permissions }) => ({
    [kind]: path ?? String(id),
    ...(permissions === "unknown" ? {} : { permissions }),
  }));
}

function pathsOf(kind: "group" | "project", entries: readonly AllowlistEntry[] | null): [string, string][] {
  return (entries ?? []).flatMap(({ path }) => (path === undefined ? [] : [[listedName(kind, path), path]]));
}

function known(name: string, value: boolean | null): object {
  return value === null ? {} : { [name]: value };
}

function runnerSubject(record: RunnerRecord, gitlab: string): Subject {
  const { runnerType, owner, tagList, runUntagged, locked, accessLevel, paused } = record;
  const place =
    owner === null || runnerType === "instance_type"
      ? {}
      : { [runnerType === "group_type" ? "group" : "project"]: owner };
  const about = aboutRunner(record, gitlab);
  const props = { ...place, runnerType, tagList, runUntagged, locked, accessLevel, paused };
  return { about, resource: resourceOf("UserRunner", about.name, props) };
}

function tokenSubject(record: TokenRecord, gitlab: string): Subject {
  const { of, owner, accessLevel, scopes, expiresAt } = record;
  const type = of === "group" ? "RotatingGroupToken" : "RotatingProjectToken";
  const about = aboutToken(record, gitlab);
  const place = { [of]: owner.path ?? String(owner.id), [`${of}Id`]: String(owner.id) };
  return {
    about,
    resource: resourceOf(type, about.name, { ...place, accessLevel, scopes, ...(expiresAt ? { expiresAt } : {}) }),
  };
}

let counted = 0;

function resourceOf(type: TypeName, name: string, props: Record<string, unknown>): PolicyResource {
  const token: TypeToken = `pulumi-nodejs:dynamic/gitlab:${type}`;
  counted += 1;
  return {
    ...{ type: token, name, props, urn: `inventory ${String(counted).padStart(9, "0")}` },
    opts: {
      ...{ protect: false, ignoreChanges: [], aliases: [], additionalSecretOutputs: [] },
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    },
    ...{ dependencies: [], propertyDependencies: {} },
    isType: () => false,
    asType: () => undefined,
  };
}
