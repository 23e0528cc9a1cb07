import { z } from "zod";
import { type AddressKind, sameText } from "../../domain/address";
import { refusal } from "../../domain/user-error";
import { address } from "../../engine/address-input";
import type { Lifecycle } from "../../engine/lifecycle";
import { type Place, placeName, writtenAs } from "../../gitlab/place";

const outputs = z.object({ adopted: z.boolean() });

type Outputs = z.output<typeof outputs>;

const scopeEntry = z
  .strictObject({ project: address("project"), targetProject: address("project") })
  .refine(({ project, targetProject }) => !sameText(project, targetProject), {
    message: "targetProject is the project itself, which its own job tokens always reach: leave this entry out",
  });
const groupEntry = z.strictObject({ project: address("project"), targetGroup: address("group") });

export const scopeAllowlistEntry = entry({
  type: "ScopeAllowlistEntry",
  inputs: scopeEntry,
  kind: "project",
  target: "targetProject",
});

export const groupAllowlistEntry = entry({
  type: "GroupAllowlistEntry",
  inputs: groupEntry,
  kind: "group",
  target: "targetGroup",
});

interface EntryForm<Inputs extends object, Target extends string> {
  readonly type: string;
  readonly inputs: z.ZodObject & z.ZodType<Inputs>;
  readonly kind: AddressKind;
  readonly target: Target;
}

/** One entry of one allowlist. Entries for projects and for groups differ only in the list and in names. */
function entry<Inputs extends object, Target extends string>({
  type,
  inputs,
  kind,
  target,
}: EntryForm<Inputs, Target>): Lifecycle<Inputs, Target | "project", Outputs> {
  const project = { kind: "project", output: "projectId" } as const;
  const addresses = { project, [target]: { kind, output: `${target}Id` } };
  const describe = (places: Readonly<Record<Target | "project", Place>>) =>
    `${placeName(places[target])} in the job token allowlist of ${placeName(places.project)}`;

  return {
    type,
    inputs,
    outputs,
    // A computed key widens to string: TypeScript can't see that it is the target's.
    addresses: addresses as Record<Target | "project", { kind: AddressKind; output: string }>,
    claim: (at) => ({ about: "entry", project: at.project, kind, target: at[target] }),

    async observe({ allowlists }, state) {
      const isListed = await allowlists.has({ project: state.places.project, kind }, state.places[target]);
      return isListed ? { inputs: state.inputs, outputs: state.outputs } : undefined;
    },

    async converge({ allowlists, say }, { ids, places }, state, { isMet }) {
      if (kind === "project" && ids.project === ids[target]) throw isItself(places.project);

      // Ensure
      const outcome = await allowlists.add({ project: places.project, kind }, places[target]);
      if (state !== undefined) return state.outputs;
      const adopted = outcome === "already there";
      // A renamed resource finds its own entry: the state of the old name is not read before the end of the run.
      if (adopted && !isMet())
        say(
          `${describe(places)} was there already, made by hand, by another stack or by this stack under another name: nothing was changed. Destroying this resource removes it.`,
        );
      return { adopted };
    },

    async *list({ allowlists }, place) {
      if (place?.kind !== "project") return;
      for (const [id, path] of await allowlists.entries({ project: place, kind }))
        yield { inputs: { project: writtenAs(place), [target]: path ?? Number(id) }, outputs: { [`${target}Id`]: id } };
    },

    async remove({ allowlists }, { places }) {
      await allowlists.remove({ project: places.project, kind }, places[target]);
    },
  };
}

function isItself(project: Place) {
  return refusal(
    "an entry for the project itself",
    `project and targetProject are the same, ${placeName(project)}, which its own job tokens always reach: remove this entry from the program.`,
  );
}
