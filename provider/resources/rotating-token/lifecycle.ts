import { z } from "zod";
import type { AddressKind } from "../../domain/address";
import { addDays, dayOf, isDead, longestOverlap, plan } from "../../domain/calendar";
import { refusal } from "../../domain/user-error";
import { onlyAddress } from "../../engine/address-input";
import type { Lifecycle } from "../../engine/lifecycle";
import { withoutMark } from "../../engine/owner-mark";
import { accessLevels, isAlive, revokeSelf, type TokenRow, tokensIn } from "../../gitlab/access-tokens";
import type { GitLab } from "../../gitlab/connection";
import { type Place, writtenAs } from "../../gitlab/place";
import {
  configuration,
  groupTokenInputs,
  outputs,
  projectTokenInputs,
  type TokenInputs,
  type TokenOutputs,
} from "./inputs";
import { type Condition, isRefusedToLook, TokenKeeper, tokensNamed } from "./keeper";
import { type Job, keeperOf, makeFirst, renewByProvider, retire } from "./renewal";
import { unknownScopes } from "./scopes";
import { rotateItself } from "./self-rotation";

const dates = z.object({
  expiresAt: z.string().optional().catch(undefined),
  retirePreviousAt: z.string().optional().catch(undefined),
});

export const rotatingProjectToken = rotatingToken({
  type: "RotatingProjectToken",
  kind: "project",
  inputs: projectTokenInputs,
});
export const rotatingGroupToken = rotatingToken({
  type: "RotatingGroupToken",
  kind: "group",
  inputs: groupTokenInputs,
});

interface TokenForm<Inputs extends TokenInputs> {
  readonly type: string;
  readonly kind: AddressKind;
  readonly inputs: z.ZodObject & z.ZodType<Inputs>;
}

/** An access token that renews itself. Tokens of projects and of groups differ only in names. */
function rotatingToken<Inputs extends TokenInputs>({
  type,
  kind,
  inputs,
}: TokenForm<Inputs>): Lifecycle<Inputs, AddressKind, TokenOutputs> {
  return {
    type,
    inputs,
    outputs,
    addresses: onlyAddress(kind),
    replaceOn: ["name", "scopes", "accessLevel", "description"],
    secrets: ["token", "previousToken"],
    madeOnce: ({ tokenId, previousTokenId }) => tokensNamed([tokenId, previousTokenId]),
    id: ({ ids }, key) => `${kind}s/${ids[kind]}/${key}`,

    filledIn: {
      expiresAt: "the date follows from rotationConfiguration.expirationDays",
      retirePreviousAt: "the date follows from overlapDays",
    },

    /** Where configuration is unknown, the dates are left to the update, which knows it. */
    prefill(olds, news, { clock: { now, hold }, say }) {
      const unheardOf = unknownScopes(news.scopes);
      if (unheardOf !== undefined) say(unheardOf);
      const rotation = configuration.safeParse(news.rotationConfiguration).data;
      if (rotation === undefined) return {};
      const overlap = typeof news.overlapDays === "number" ? news.overlapDays : longestOverlap(rotation);
      const { held, ...planned } = plan({
        old: dates.parse(olds),
        frozen: dates.parse(news),
        configuration: rotation,
        overlapDays: news.strategy === "overlap" ? overlap : undefined,
        today: dayOf(now),
        hold,
      });
      if (held)
        say(
          `The rotation of access token "${news.name}" is due and left to another run, because GITLAB_CI_ACCESS_ROTATION is hold. It dies at the start of ${planned.expiresAt} (UTC).`,
        );
      return planned;
    },

    drift({ inputs: { name }, outputs: { active, tokenId } }) {
      if (active) return undefined;
      return `Access token "${name}" (${tokenId}) is no longer good: it expired, or someone revoked or rotated it outside Pulumi. It is renewed, with the same bot user where GitLab still has it.`;
    },

    async observe(gitlab, { inputs, places, outputs }) {
      const condition = await observed(gitlab, places[kind], inputs, outputs);
      if (condition === "gone") return undefined;
      return { inputs, outputs: { ...outputs, active: condition === "alive" } };
    },

    async converge(gitlab, { inputs, places }, state, occasion) {
      const today = dayOf(occasion.clock.now);
      const expiresAt = inputs.expiresAt ?? addDays(today, inputs.rotationConfiguration.expirationDays);
      const job = { gitlab, place: places[kind], inputs, expiresAt, today, occasion };
      if (state === undefined) return makeFirst(job);
      const held = await withoutRetired(job, state.outputs);
      if (expiresAt === held.expiresAt && held.active) return held;
      if (isDead(expiresAt, today)) throw frozen(inputs, expiresAt);
      return renew(job, held);
    },

    async *list({ client }, place) {
      if (place?.kind !== kind) return;
      for await (const row of tokensIn(client, place)) if (row.active) yield listed(place, row);
    },

    async remove(gitlab, { inputs, places, outputs }) {
      const place = places[kind];
      await retire({ gitlab, place, inputs }, outputs);
      await endBy(gitlab, place, inputs, outputs);
    },
  };
}

function listed(place: Place, { id, user_id, name, active, ...row }: TokenRow) {
  const [accessLevel] = Object.entries(accessLevels).find(([, level]) => level === row.access_level) ?? [];
  return {
    inputs: {
      [place.kind]: writtenAs(place),
      name,
      scopes: [...(row.scopes ?? [])].sort(),
      ...(accessLevel === undefined ? {} : { accessLevel }),
      ...given("description", withoutMark(row.description)),
    },
    outputs: {
      tokenId: String(id),
      userId: String(user_id),
      active,
      createdAt: row.created_at,
      ...given("expiresAt", row.expires_at?.slice(0, 10)),
    },
  };
}

function given(name: string, value: string | undefined) {
  return value === undefined ? {} : { [name]: value };
}

/** The live token decides whether a rotation is due. A failed update keeps its old inputs, and its token must not be rotated twice. */
async function renew(job: Job, held: TokenOutputs): Promise<TokenOutputs> {
  if (job.inputs.rotateWith === "self") return rotateItself(job, held);
  return renewByProvider(job, held, await keeperOf(job).conditionOf(held));
}

async function withoutRetired(job: Job, held: TokenOutputs): Promise<TokenOutputs> {
  const { retirePreviousAt } = job.inputs;
  if (retirePreviousAt !== undefined && !isDead(retirePreviousAt, job.today)) return held;
  return retire(job, held);
}

async function observed(
  gitlab: GitLab,
  place: Place,
  { rotateWith }: TokenInputs,
  held: TokenOutputs,
): Promise<Condition["kind"]> {
  const look = async () => (await new TokenKeeper(gitlab, place).conditionOf(held)).kind;
  if (rotateWith === "provider") return look();
  if (await isAlive(gitlab.client, held.token)) return "alive";
  return gitlab.hasCredential() ? unlessRefused(look, () => "revoked") : "revoked";
}

async function endBy(gitlab: GitLab, place: Place, { rotateWith, name }: TokenInputs, held: TokenOutputs) {
  const end = () => new TokenKeeper(gitlab, place).end(held);
  if (rotateWith === "provider") return end();
  if ((await revokeSelf(gitlab.client, held.token)) === "revoked" || !gitlab.hasCredential()) return;
  await unlessRefused(end, () =>
    gitlab.warn(
      `Access token "${name}" (${held.tokenId}) was no longer good, and the credential in force may not look whether a successor of it lives: look under Settings → Access tokens of ${place.kind} ${place.id}.`,
    ),
  );
}

/** The credential in force may be nobody's who can manage tokens: where the token looks after itself, that is no failure. */
async function unlessRefused<T>(work: () => Promise<T>, otherwise: () => T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isRefusedToLook(error)) return otherwise();
    throw error;
  }
}

function frozen({ name }: TokenInputs, expiresAt: string) {
  return refusal(
    "frozen date",
    `Access token "${name}" must be renewed, but its expiresAt is kept at ${expiresAt}, which is past: take expiresAt out of ignoreChanges, or out of what a policy sets.`,
  );
}
