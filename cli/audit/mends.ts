import type { About } from "./finding";
import type { Subject } from "./subjects";

/** Commands of GitLab's own CLI, https://gitlab.com/gitlab-org/cli. They contain ids only, so no name from GitLab reaches a shell. */
const glab = (method: "DELETE" | "PATCH" | "POST" | "PUT", path: string, fields = "") =>
  `glab api --method ${method} ${path}${fields && ` ${fields}`}`;

/** The command that removes an entry. */
export function removeEntry(project: Pick<About, "id">, kind: "group" | "project", target: number): string {
  const list = kind === "group" ? "groups_allowlist" : "allowlist";
  return glab("DELETE", `projects/${project.id}/job_token_scope/${list}/${target}`);
}

export function closeProject({ id }: Pick<About, "id">): string {
  return glab("PATCH", `projects/${id}/job_token_scope`, "--field enabled=true");
}

function changeRunner({ id }: Pick<About, "id">, fields: string): string {
  return glab("PUT", `runners/${id}`, fields);
}

export function removeRunner({ id }: Pick<About, "id">): string {
  return glab("DELETE", `runners/${id}`);
}

export function tokenCommand(
  of: "group" | "project",
  owner: number,
  { id, does }: { readonly id: number; readonly does: "revoke" | "rotate" },
): string {
  const token = `${of}s/${owner}/access_tokens/${id}`;
  return does === "revoke" ? glab("DELETE", token) : glab("POST", `${token}/rotate`);
}

const PERMISSIONS =
  "Choose permissions for the entries (permissions in a JobTokenAllowlist, or ciJobTokenScopeUpdatePolicies by GraphQL), or switch cross-project push off.";

/** The command that mends what a rule refuses, where there is one; else the rule says in words what to do. */
export function mendOf(rule: string, { about }: Subject): string | undefined {
  if (rule === "require-job-token-scope")
    return `${closeProject(about)} (see first who is shut out: gitlab-ci-access suggest)`;
  if (rule === "require-runner-tags") return `${changeRunner(about, "--field run_untagged=false")}, once it has tags`;
  if (rule === "require-protected-runner") return changeRunner(about, "--field access_level=ref_protected");
  if (rule === "forbid-push-by-default-permissions") return PERMISSIONS;
  if (rule === "require-locked-project-runner") return changeRunner(about, "--field locked=true");
  return undefined;
}
