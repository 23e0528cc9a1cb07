import { accessOf } from "../../../../simulator/areas/allowlists/operations";
import { Clock } from "../../../../simulator/model/clock";
import type { Group } from "../../../../simulator/model/group";
import { Instance } from "../../../../simulator/model/instance";
import { newProject, type Project } from "../../../../simulator/model/project";
import { Release } from "../../../../simulator/model/release";
import { sightsOf } from "./variables";

/** All that an entry of these worlds can give. */
export const PERMISSIONS = ["admin_packages", "admin_repositories", "read_jobs", "read_packages"] as const;

const clock = new Clock("2027-01-10T12:00:00Z");

/** A simulated GitLab with nested groups, in which two projects are opened. Its model is set without requests, so that a world costs little. */
class Company {
  readonly instance = new Instance(clock, {
    enforceJobTokenScope: false,
    edition: "free",
    release: new Release("19.5"),
  });
  readonly groups: readonly Group[];
  /** The projects whose jobs come in. The first two are those that are opened. */
  readonly projects: readonly Project[];

  /** What the tokens of its projects may do, by what tells them apart. */
  readonly tokens = new Map<string, readonly string[]>();

  constructor(readonly address: string) {
    const top = this.#group("acme");
    const inner = this.#group("inner", top);
    const deep = this.#group("deep", inner);
    const other = this.#group("other");
    this.groups = [top, inner, deep, other];
    this.projects = [
      this.#project("billing", top),
      this.#project("vault", inner),
      this.#project("deploy", deep),
      this.#project("docs", inner),
      this.#project("shop", other),
    ];
  }

  get opened(): readonly Project[] {
    return this.projects.slice(0, 2);
  }

  /** What every job may do with its job token now, as the simulated GitLab itself decides, which variables it gets, and what tokens may do. */
  powers(): ReadonlySet<string> {
    const tokens = [...this.tokens].flatMap(([token, rights]) => rights.map((right) => `${token}: ${right}`));
    return new Set([
      ...tokens.map((right) => `${this.address}: ${right}`),
      ...this.opened.flatMap((project) => [
        ...this.projects.flatMap((caller) =>
          deedsIn(accessOf(this.instance, project.id, caller.id)).map(
            (deed) => `${this.address}: ${caller.fullPath} → ${project.fullPath}: ${deed}`,
          ),
        ),
        ...sightsOf(this.instance.variables.of(`project ${project.id}`)).map(
          (sight) => `${this.address}: ${project.fullPath}: ${sight}`,
        ),
      ]),
    ]);
  }

  #group(path: string, parent?: Group): Group {
    const texts = { name: path, path, visibility: "private", fullPath: "", fullName: "", description: "" } as const;
    const times = { createdAt: clock.now(), updatedAt: clock.now(), markedForDeletionOn: null };
    const id = this.instance.nextId("namespaces");
    const group = { id, kind: "group", parentId: parent?.id ?? null, ...texts, ...times, archived: false } as const;
    const made = { ...group, settings: new Map() };
    this.instance.namespaces.addGroup(made);
    return made;
  }

  #project(path: string, holder: Group): Project {
    const details = { path, name: path, namespaceId: holder.id, description: null, defaultBranch: "main", topics: [] };
    const id = this.instance.nextId("projects");
    const project = newProject({ ...details, id, creatorId: 1, visibility: "private" }, clock.now());
    this.instance.namespaces.addProject(project);
    return project;
  }
}

/** Two GitLabs with the same paths and the same ids, as a company has them that moves from one to the other. */
export type Companies = readonly [Company, Company];

export function twoCompanies(): Companies {
  return [new Company("https://gitlab.example"), new Company("https://gitlab.other.example")];
}

export function powersIn(companies: Companies): ReadonlySet<string> {
  return new Set(companies.flatMap((company) => [...company.powers()]));
}

function deedsIn(access: ReturnType<typeof accessOf>): string[] {
  if (access === undefined) return [];
  const { permissions, push } = access;
  const given = permissions === "default" ? ["everything", ...PERMISSIONS] : permissions;
  const included = given.flatMap((name) => [name, name.replace(/^admin_/, "read_")]);
  return ["come in", ...included, ...(push ? ["push"] : [])];
}
