import { entryFor, isClosed } from "../../model/allowlist";
import { type AllowlistEntry, permits } from "../../model/allowlist-entry";
import type { Instance } from "../../model/instance";
import { enforcesPolicies } from "../../model/job-token-policies";
import { AccessLevel } from "../../model/members";
import { ALL_PROJECT_DEFAULTS, type Project } from "../../model/project";
import type { User } from "../../model/users";
import { canReadProject, isOpenTo, isReadOnly, levelOn } from "../access";
import { type Feature, isWork, type JobRoute } from "./routes";

/** A job that runs: of which project, and for whom. */
export interface Caller {
  readonly origin: Project;
  readonly user: User;
}

/**
 * Why a job is refused: the user behind it may not see the project (`hidden`), its project is in no list (`unlisted`),
 * the entry doesn't permit it (`permission`) or a switch (`push`), or the user has too little there (`role`).
 */
type Refused = "hidden" | "unlisted" | "permission" | "push" | "role";

/** `logged`: GitLab had to look into the list for it, and writes down who came in. */
export type Decision =
  | { readonly allowed: true; readonly logged: boolean }
  | { readonly allowed: false; readonly why: Refused };

const refused = (why: Refused): Decision => ({ allowed: false, why });

/** What GitLab finds out about a job and a project before it looks at what is asked for. */
class Case {
  readonly own: boolean;
  readonly closed: boolean;
  readonly entry: AllowlistEntry | undefined;
  readonly level: number;

  constructor(
    readonly instance: Instance,
    readonly caller: Caller,
    readonly project: Project,
  ) {
    this.own = caller.origin === project;
    this.closed = isClosed(instance, project);
    this.entry = entryFor(instance, project, caller.origin);
    this.level = levelOn(instance, caller.user, project);
  }

  get isVisible(): boolean {
    return canReadProject(this.instance, this.caller.user, this.project);
  }

  get isListed(): boolean {
    return this.own || !this.closed || this.entry !== undefined;
  }

  /** Whether everybody sees the project who can have a job. */
  get isPublic(): boolean {
    return isOpenTo(this.caller.user, this.project);
  }

  /** "Project-based pipeline visibility" */
  get showsJobs(): boolean {
    return this.project.settings.get("public_jobs") !== false;
  }

  access(feature: Feature): unknown {
    const name = `${feature}_access_level`;
    return this.project.settings.get(name) ?? ALL_PROJECT_DEFAULTS[name];
  }

  /** Whether these parts are for everybody. */
  isOpen(features: readonly Feature[]): boolean {
    return this.isPublic && features.every((feature) => this.access(feature) === "enabled");
  }

  /** Whether the entry that counts permits all of it. */
  permits(policies: readonly string[]): boolean {
    return this.entry !== undefined && permits(this.entry, policies);
  }

  /** Lets the job in. `open`: this is for everybody, so that GitLab doesn't ask the list. */
  admitted(open: boolean): Decision {
    return { allowed: true, logged: !this.own && this.isListed && !open };
  }
}

/** What GitLab decides about a request with a job's token: app/policies/project_policy.rb, lib/api/helpers.rb. */
export function decideRoute(instance: Instance, caller: Caller, project: Project, route: JobRoute): Decision {
  const at = new Case(instance, caller, project);
  const barred = barredFrom(at);
  if (barred) return refused(barred);
  const hidden = route.levelIfPublicJobs !== undefined && !at.showsJobs;
  const open = route.isPublic === true && !hidden && at.isOpen(route.features);
  const asksEntry = route.policies !== null && !at.own && at.closed && !open;
  if (asksEntry && enforcesPolicies(instance.release) && !at.permits(route.policies ?? []))
    return refused("permission");
  const needed = (at.showsJobs ? route.levelIfPublicJobs : undefined) ?? route.level;
  const off =
    route.features.some((feature) => at.access(feature) === "disabled") ||
    (isWork(route) && isReadOnly(instance, project));
  const may = at.isListed ? open || at.level >= needed : open && route.forStrangers === true;
  return may && !off ? at.admitted(open) : refused("role");
}

/** Returns whether the job may know of the project at all. A caller on no list is left with what a public project shows to everybody. */
function barredFrom(at: Case): "hidden" | "unlisted" | undefined {
  if (!at.isListed && !at.isPublic) return "unlisted";
  return at.isVisible ? undefined : "hidden";
}

export type GitService = "git-upload-pack" | "git-receive-pack";

/** What GitLab decides about a clone or a push with a job's token; no entry's permissions count for a clone. */
export function decideGit(instance: Instance, caller: Caller, project: Project, service: GitService): Decision {
  const at = new Case(instance, caller, project);
  const barred = barredFrom(at);
  if (barred) return refused(barred);
  const off = at.access("repository") === "disabled";
  if (service === "git-receive-pack") return decidePush(at, off);
  return off ? refused("role") : decideReading(at, "repository", AccessLevel.planner);
}

/**
 * What GitLab decides about an image and a job's token: no entry's permissions count, and jobs push to and delete from
 * their own project alone.
 */
export function decideImage(instance: Instance, caller: Caller, project: Project, action: string): Decision {
  const at = new Case(instance, caller, project);
  const off = at.access("container_registry") === "disabled";
  if (off || !["pull", "push", "delete"].includes(action)) return refused("role");
  if (at.own) return { allowed: true, logged: false };
  const barred = action === "pull" ? barredFrom(at) : "role";
  return barred ? refused(barred) : decideReading(at, "container_registry", AccessLevel.reporter);
}

/** A clone, or the pull of an image: where these are not for everybody, the job's project has to be listed, and its user to have the role. */
function decideReading(at: Case, feature: Feature, level: number): Decision {
  const open = at.isOpen([feature]);
  return open || (at.isListed && at.level >= level) ? at.admitted(open) : refused("role");
}

/** The release in which jobs of other projects could push. */
const CROSS_PUSH_SINCE = "19.1";

function decidePush(at: Case, off: boolean): Decision {
  const { instance, project, own } = at;
  const switched = project.settings.get("ci_push_repository_for_job_token_allowed") === true;
  const crossing = at.closed && project.crossProjectPush && at.permits(["admin_repositories"]);
  if (isReadOnly(instance, project)) return refused("role");
  if (!switched || !(own || (instance.release.isAtLeast(CROSS_PUSH_SINCE) && crossing))) return refused("push");
  return !off && at.level >= AccessLevel.developer ? { allowed: true, logged: !own } : refused("role");
}
