import type { Group } from "../../model/group";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/members";
import { pageSetting } from "../../model/page-settings";
import type { Project } from "../../model/project";
import { ownerProjectId, type Runner } from "../../model/runners";
import type { User } from "../../model/users";
import { type Act, isArchived, levelOn } from "../access";

/** Who may do what with runners: GitLab's runner policy, and creation from those of groups and projects. */
export class RunnerRights {
  readonly #instance: Instance;
  readonly #user: User;

  constructor({ instance, user }: Act) {
    this.#instance = instance;
    this.#user = user;
  }

  /** An owner may make runners of a group, a maintainer those of a project. Where that is switched off, only administrators may. */
  mayCreateIn(place: Group | Project): boolean {
    const needed = place.kind === "group" ? AccessLevel.owner : AccessLevel.maintainer;
    if (levelOn(this.#instance, this.#user, place) < needed) return false;
    if (place.kind === "group" && isArchived(this.#instance, place)) return false;
    return this.#user.admin || this.#allowsRunners(place);
  }

  #allowsRunners(place: Group | Project): boolean {
    if (!this.#instance.settings.runnerRegistrars.includes(place.kind)) return false;
    const chain = place.kind === "group" ? [...this.#instance.namespaces.lineage(place)] : [place];
    return chain.every((link) => pageSetting(link, "runner_registration_enabled"));
  }

  mayRead(runner: Runner): boolean {
    if (this.#user.admin || runner.type === "instance_type") return true;
    if (runner.type === "project_type") return this.#maintainsAny(runner);
    const group = this.#groupOf(runner);
    if (group === undefined) return false;
    if (this.#maintains(group)) return true;
    // Maintainers of a project that runs on the group's runners see them.
    return [...this.#instance.namespaces.projectsBelow(group)].some(
      (project) => project.settings.get("group_runners_enabled") !== false && this.#maintains(project),
    );
  }

  mayUpdate(runner: Runner): boolean {
    return this.#mayAdmin(runner) || this.#maintainsAny(runner);
  }

  mayDelete(runner: Runner): boolean {
    return this.#mayAdmin(runner);
  }

  mayAssign(runner: Runner): boolean {
    return this.#mayAdmin(runner) || this.#maintainsAny(runner);
  }

  mayReadJobs(runner: Runner): boolean {
    const group = this.#groupOf(runner);
    return this.#mayAdmin(runner) || this.#maintainsAny(runner) || (group !== undefined && this.#maintains(group));
  }

  /**
   * Full rights: administrators have them over all runners, others over those of their groups (as owners) and projects (as maintainers).
   */
  #mayAdmin(runner: Runner): boolean {
    if (this.#user.admin) return true;
    const group = this.#groupOf(runner);
    if (group) {
      return levelOn(this.#instance, this.#user, group) >= AccessLevel.owner && !isArchived(this.#instance, group);
    }
    const owner = this.#instance.namespaces.projects.get(ownerProjectId(runner) ?? 0);
    return owner !== undefined && this.#maintains(owner);
  }

  #maintainsAny({ projectIds }: Runner): boolean {
    return [...projectIds.keys()].some((id) => {
      const project = this.#instance.namespaces.projects.get(id);
      return project !== undefined && this.#maintains(project);
    });
  }

  #maintains(place: Group | Project): boolean {
    return levelOn(this.#instance, this.#user, place) >= AccessLevel.maintainer;
  }

  #groupOf({ groupId }: Runner): Group | undefined {
    return groupId === null ? undefined : this.#instance.namespaces.groups.get(groupId);
  }
}
