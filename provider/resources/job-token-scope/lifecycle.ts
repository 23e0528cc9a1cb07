import { z } from "zod";
import { UserError } from "../../domain/user-error";
import { address } from "../../engine/address-input";
import { Incomplete } from "../../engine/failures";
import type { Lifecycle } from "../../engine/lifecycle";
import { getJobTokenScope } from "../../gitlab/allowlists";
import { placeName, writtenAs } from "../../gitlab/place";
import { noLongerSet, observePush, Push, pushInputs } from "./push";
import { setSwitch } from "./switch";

const inputs = z.strictObject({ project: address("project"), enabled: z.boolean().default(true), ...pushInputs });
const outputs = z.object({});

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

export const jobTokenScope: Lifecycle<Inputs, "project", Outputs> = {
  type: "JobTokenScope",
  inputs,
  outputs,
  addresses: { project: { kind: "project", output: "projectId" } },
  claim: ({ project }) => ({ about: "switch", project }),

  /** Fills in no input. It says what is no longer managed, because it sees the old and the new inputs in a preview. */
  prefill(olds, news, { say }) {
    for (const text of noLongerSet(olds, news, String(news.project))) say(text);
    return {};
  },

  async observe(gitlab, { inputs, places }) {
    const { enabled } = await getJobTokenScope(gitlab.client, places.project);
    return { inputs: { ...inputs, enabled, ...(await observePush(gitlab, places.project, inputs)) }, outputs: {} };
  },

  async converge(gitlab, { inputs, places: { project } }) {
    const push = await Push.open(gitlab, project, inputs);
    await push.turnOff();
    const look = await setSwitch(gitlab.client, project, inputs.enabled);
    const { enabled, problem } = await recordedOnFailure({ ...inputs, ...push.recorded }, look);
    const found = { ...inputs, enabled, ...push.recorded };
    if (problem !== undefined) throw new Incomplete({ inputs: found, outputs: {} }, problem);
    await recordedOnFailure(found, () => push.turnOn());
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
