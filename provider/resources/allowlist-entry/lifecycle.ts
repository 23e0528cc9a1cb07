import { z } from "zod";
import { type AddressKind, sameText } from "../../domain/address";
import { includedNames, type Permissions, samePermissions } from "../../domain/permissions";
import { refusal } from "../../domain/user-error";
import { address } from "../../engine/address-input";
import type { Lifecycle } from "../../engine/lifecycle";
import { permissions } from "../../engine/permissions-input";
import { type Place, placeName, writtenAs } from "../../gitlab/place";
import { ensurePermitted } from "./permitted";

const outputs = z.object({ adopted: z.boolean() });

type Outputs = z.output<typeof outputs>;

const scopeEntry = z
  .strictObject({
    project: address("project"),
    targetProject: address("project"),
    permissions: permissions().optional(),
  })
  .refine(({ project, targetProject }) => !sameText(project, targetProject), {
    message: "targetProject is the project itself, which its own job tokens always reach: leave this entry out",
  });
const groupEntry = z.strictObject({
  project: address("project"),
  targetGroup: address("group"),
  permissions: permissions().optional(),
});

/** What entries for projects and for groups have in common. */
interface Common {
  readonly permissions?: Permissions | undefined;
}

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

interface EntryForm<Inputs extends Common, Target extends string> {
  readonly type: string;
  readonly inputs: z.ZodObject & z.ZodType<Inputs>;
  readonly kind: AddressKind;
  readonly target: Target;
}

/** One entry of one allowlist. Entries for projects and for groups differ only in the list and in names. */
function entry<Inputs extends Common, Target extends string>({
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

    same: { permissions: (before, wanted) => samePermissions(before as Permissions, wanted as Permissions) }, // Parsed by the schema.

    /** Fills in no input. It says what is no longer managed, because it sees the old and the new inputs in a preview. */
    prefill(olds, news, { say }) {
      if (olds.permissions !== undefined && news.permissions === undefined) say(noLongerManaged(String(news[target])));
      for (const name of Array.isArray(news.permissions) ? includedNames(news.permissions) : [])
        say(`${name} adds nothing for ${String(news[target])}: its permissions have ${name.replace("read", "admin")}.`);
      return {};
    },

    async observe(gitlab, { inputs, outputs, places }) {
      const list = { project: places.project, kind };
      if (inputs.permissions === undefined)
        return (await gitlab.allowlists.has(list, places[target])) ? { inputs, outputs } : undefined;
      const { held } = await gitlab.access.find(places.project, places[target]);
      if (held === undefined) return undefined;
      const isSame = samePermissions(held.permissions, inputs.permissions);
      return { inputs: isSame ? inputs : { ...inputs, permissions: held.permissions }, outputs };
    },

    async converge(gitlab, { inputs, ids, places }, state, { isMet }) {
      if (kind === "project" && ids.project === ids[target]) throw isItself(places.project);

      // Ensure
      const { permissions: wanted } = inputs;
      const { say } = gitlab;
      const isOurs = state !== undefined || isMet();
      const outcome =
        wanted === undefined
          ? await gitlab.allowlists.add({ project: places.project, kind }, places[target])
          : await ensurePermitted(gitlab, { ...places, target: places[target], permissions: wanted, isOurs });
      if (state !== undefined) return state.outputs;
      const adopted = outcome === "already there";
      // A renamed resource finds its own entry, and so does `--replace`: Pulumi tells nothing of the old state before it deletes that.
      if (adopted && !isMet())
        say(
          `${describe(places)} was there already, made by hand, by another stack or by this one, under another name or before --replace: nothing was changed. Destroying this resource removes it.`,
        );
      return { adopted };
    },

    async *list({ allowlists }, place) {
      if (place?.kind !== "project") return;
      for (const [id, path] of await allowlists.entries({ project: place, kind }))
        yield { inputs: { project: writtenAs(place), [target]: path ?? Number(id) }, outputs: { [`${target}Id`]: id } };
    },

    async remove({ allowlists, access }, { places }) {
      await allowlists.remove({ project: places.project, kind }, places[target]);
      access.amend(places.project, places[target], undefined);
    },
  };
}

function noLongerManaged(target: string): string {
  return `The permissions of ${target} are no longer declared and so no longer managed: the entry keeps what it has.`;
}

function isItself(project: Place) {
  return refusal(
    "an entry for the project itself",
    `project and targetProject are the same, ${placeName(project)}, which its own job tokens always reach: remove this entry from the program.`,
  );
}
