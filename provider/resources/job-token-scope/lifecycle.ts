import { z } from "zod";
import { UserError } from "../../domain/user-error";
import { address } from "../../engine/address-input";
import { Incomplete } from "../../engine/failures";
import type { Lifecycle } from "../../engine/lifecycle";
import { getJobTokenScope } from "../../gitlab/allowlists";
import { placeName, writtenAs } from "../../gitlab/place";
import { setSwitch } from "./switch";

const inputs = z.strictObject({ project: address("project"), enabled: z.boolean().default(true) });
const outputs = z.object({});

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

export const jobTokenScope: Lifecycle<Inputs, "project", Outputs> = {
  type: "JobTokenScope",
  inputs,
  outputs,
  addresses: { project: { kind: "project", output: "projectId" } },
  claim: ({ project }) => ({ about: "switch", project }),

  async observe({ client }, { inputs, places }) {
    const { enabled } = await getJobTokenScope(client, places.project);
    return { inputs: { ...inputs, enabled }, outputs: {} };
  },

  async converge({ client }, { inputs, places }) {
    const look = await setSwitch(client, places.project, inputs.enabled);
    const { enabled, problem } = await recordedOnFailure(inputs, look);
    if (problem !== undefined) throw new Incomplete({ inputs: { ...inputs, enabled }, outputs: {} }, problem);
    return {};
  },

  async *list({ client }, place) {
    if (place?.kind !== "project") return;
    yield { inputs: { project: writtenAs(place), ...(await getJobTokenScope(client, place)) }, outputs: {} };
  },

  /** GitLab has no delete for the switch, and a removed declaration asks for neither of its two positions. */
  async remove({ client, warn }, { places }) {
    const { enabled } = await getJobTokenScope(client, places.project);
    if (!enabled)
      warn(
        `Nothing was changed: ${placeName(places.project)} stays open to the job tokens of every project. Its switch is no longer managed.`,
      );
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
