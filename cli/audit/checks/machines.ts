import type { RunnerRecord, TokenRecord } from "../../inventory/record";
import type { Finding } from "../finding";
import { removeRunner, tokenCommand } from "../mends";
import { aboutRunner, aboutToken } from "../subjects";
import type { Estate } from "./estate";

const SILENT_DAYS = 30;
/** A new runner or token may wait so long for its first use. */
const NEW_DAYS = 7;
const UNUSED_TOKEN_DAYS = 30;
const ENDS_DAYS = 30;

/** What only a live estate shows of runners and tokens. */
export function checkMachines(estate: Estate): Finding[] {
  const { runners, tokens } = estate.inventory;
  return [
    ...runners.flatMap((runner) => checkRunner(runner, estate)),
    ...tokens.flatMap((token) => checkToken(token, estate)),
  ];
}

function checkRunner(runner: RunnerRecord, estate: Estate): Finding[] {
  const about = aboutRunner(runner, estate.gitlab);
  const base = { level: "advisory", about, mend: removeRunner(about) } as const;
  return [...contactOf(runner, estate, base), ...originOf(runner, base)];
}

type Base = Pick<Finding, "about" | "level" | "mend">;

function contactOf({ contactedAt, createdAt, description }: RunnerRecord, estate: Estate, base: Base): Finding[] {
  const why = "Whoever has its token can take it over, and nobody would notice.";
  if (contactedAt === null) {
    if (createdAt !== null && estate.age(createdAt) <= NEW_DAYS) return [];
    const what = `The runner ${description} has never asked for a job.`;
    return [{ ...base, rule: "runner-never-contacted", severity: "medium", what, why }];
  }
  if (estate.age(contactedAt) <= SILENT_DAYS) return [];
  const what = `The runner ${description} last asked for a job on ${contactedAt.slice(0, 10)}.`;
  return [{ ...base, rule: "runner-silent", severity: "low", what, why }];
}

function originOf({ creationMethod, description }: RunnerRecord, base: Base): Finding[] {
  if (creationMethod !== "registration_token") return [];
  return [
    {
      ...{ ...base, rule: "runner-legacy", severity: "medium" },
      what: `The runner ${description} was made with a registration token.`,
      why: "GitLab is removing registration tokens. Everybody who has one can make runners, so nobody knows who made this one.",
      mend: "Make it again with a runner authentication token, by a UserRunner or on GitLab's page, and remove this one.",
    },
  ];
}

function checkToken(token: TokenRecord, estate: Estate): Finding[] {
  const { id, of, owner, name, expiresAt, createdAt, lastUsedAt } = token;
  const about = aboutToken(token, estate.gitlab);
  const at = owner.path ?? `${of} ${owner.id}`;
  const left = expiresAt === null ? undefined : Math.ceil(-estate.age(expiresAt));
  const endsSoon: Finding = {
    ...{ rule: "token-ends-soon", level: "advisory", severity: "medium", about },
    what: `The token ${name} of ${at} ends on ${expiresAt}, in ${left} days.`,
    why: "What uses it stops then.",
    mend: `${tokenCommand(of, owner.id, { id, does: "rotate" })}, or a Rotating${of === "group" ? "Group" : "Project"}Token`,
  };
  const isUnused = lastUsedAt === null && (createdAt === null || estate.age(createdAt) > UNUSED_TOKEN_DAYS);
  const neverUsed: Finding = {
    ...{ rule: "token-never-used", level: "advisory", severity: "medium", about },
    what: `The token ${name} of ${at} was never used${createdAt === null ? "" : ` since ${createdAt.slice(0, 10)}`}.`,
    why: "If somebody steals an unused token, nobody notices.",
    mend: tokenCommand(of, owner.id, { id, does: "revoke" }),
  };
  return [...(left !== undefined && left <= ENDS_DAYS ? [endsSoon] : []), ...(isUnused ? [neverUsed] : [])];
}
