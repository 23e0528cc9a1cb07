import { refusal, type UserError } from "../../domain/user-error";
import { getJobTokenScope, setJobTokenScope } from "../../gitlab/allowlists";
import { type Place, placeName } from "../../gitlab/place";
import type { Client } from "../../http/client";

/** GitLab's value of the switch, and the error where it is not the value that was set. */
export interface Seen {
  readonly enabled: boolean;
  readonly problem?: UserError;
}

/**
 * Sets the switch and returns a function that reads it back, because GitLab's answer has no content and some versions silently keep another
 * value. The change is sent even where GitLab already reports the wanted value: while an instance enforces the protection, GitLab reports
 * `true` whatever the project has stored, and the stored value counts again when the instance stops enforcing it.
 */
export async function setSwitch(client: Client, project: Place, wanted: boolean): Promise<() => Promise<Seen>> {
  await setJobTokenScope(client, project, wanted);
  return async () => {
    const { enabled } = await getJobTokenScope(client, project);
    return enabled === wanted ? { enabled } : { enabled, problem: keptAnother(project, wanted) };
  };
}

function keptAnother(project: Place, wanted: boolean): UserError {
  const state = wanted ? "on" : "off";
  const why = wanted
    ? "Look at Settings → CI/CD → Job token permissions of the project for what prevents it."
    : "The instance enforces the protection: an administrator can stop that in Admin → Settings → CI/CD → Job token permissions, or leave `enabled` out.";
  return refusal(
    `PATCH /projects/${project.id}/job_token_scope had no effect`,
    `GitLab took the request to switch ${state} the job token scope of ${placeName(project)}, but the switch is not ${state}. ${why}`,
  );
}
