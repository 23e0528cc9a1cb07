import { z } from "zod";
import { refusal, UserError } from "../../domain/user-error";
import { address } from "../../engine/address-input";
import { claimOf } from "../../engine/declared/claims";
import { Incomplete } from "../../engine/failures";
import type { Lifecycle } from "../../engine/lifecycle";
import { getJobTokenScope, setJobTokenScope } from "../../gitlab/job-token-scope";
import { isNotFound } from "../../http/errors";

const inputs = z.strictObject({ project: address("project"), enabled: z.boolean().default(true) });
const outputs = z.object({});

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

export const jobTokenScope: Lifecycle<Inputs, "project", Outputs> = {
  type: "JobTokenScope",
  inputs,
  outputs,
  addresses: { project: { kind: "project", output: "projectId" } },
  claim: ({ project }) => claimOf.switch(project),

  async observe({ client }, { inputs, ids }) {
    try {
      const { enabled } = await getJobTokenScope(client, ids.project);
      return { inputs: { ...inputs, enabled }, outputs: {} };
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  },

  async converge({ client }, { inputs, ids }) {
    // Sync. Sent even where GitLab says that it is so already: while an instance enforces the protection it says so whatever the project
    // has stored, and what is stored counts again when the instance stops.
    await setJobTokenScope(client, ids.project, inputs.enabled);

    // Verify: the answer to the change has no content, and some versions keep another value without a word.
    const { enabled } = await recordedOnFailure(inputs, () => getJobTokenScope(client, ids.project));
    if (enabled !== inputs.enabled)
      throw new Incomplete({ inputs: { ...inputs, enabled }, outputs: {} }, keptAnother(inputs, ids.project));
    return {};
  },

  /** GitLab has no delete for the switch, and switching it either way is not what a removed declaration asks for. */
  async remove({ client, warn }, { ids }) {
    try {
      const { enabled } = await getJobTokenScope(client, ids.project);
      if (!enabled)
        warn(
          `Project ${ids.project} stays open to the job tokens of every project: its switch is no longer managed, and nothing was changed.`,
        );
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  },
};

async function recordedOnFailure<T>(inputs: Inputs, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof UserError) throw new Incomplete({ inputs, outputs: {} }, error);
    throw error;
  }
}

function keptAnother({ enabled }: Inputs, projectId: string): UserError {
  const wanted = enabled ? "on" : "off";
  const why = enabled
    ? "Look at Settings → CI/CD → Job token permissions of the project for what prevents it."
    : "The instance enforces the protection: an administrator can stop that in Admin → Settings → CI/CD → Job token permissions, or leave `enabled` out.";
  return refusal(
    `PATCH /projects/${projectId}/job_token_scope had no effect`,
    `GitLab took the request to switch ${wanted} the job token scope of project ${projectId}, but the switch is not ${wanted}. ${why}`,
  );
}
