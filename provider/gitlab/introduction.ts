import { type Credential, FROM_CONFIGURATION } from "./credential";
import { BY_DEFAULT, FROM_ENVIRONMENT, type Instance } from "./instance";

/** What a run says before its first request, once. */
interface Introduction {
  readonly line: string;
  readonly warnings: readonly string[];
}

type Address = Pick<Instance, "origin" | "source">;

/** Says where the requests go and where the credential comes from. Without a credential, resources use the tokens in their own state. */
export function introductionOf(address: Address, credential: Pick<Credential, "source"> | undefined): Introduction {
  const { origin, source } = address;
  const token = credential === undefined ? "the tokens in the state alone" : `the token from ${credential.source}`;
  const warnings = [unencrypted(address, token), mixed(address, credential), unaddressed(address, credential)];
  return {
    line: `GitLab: ${origin} (from ${source}), with ${token}.`,
    warnings: warnings.filter((warning) => warning !== undefined),
  };
}

function unencrypted({ origin, source }: Address, token: string): string | undefined {
  const { protocol, hostname } = new URL(origin);
  if (protocol === "https:" || isLoopback(hostname)) return undefined;
  return `The address ${origin}, from ${source}, is not encrypted: ${token} can be read on the way. Write https://.`;
}

/** A URL spells every form of these addresses in this way. */
function isLoopback(hostname: string): boolean {
  return /^127\.\d+\.\d+\.\d+$|^\[::1\]$|^\[::ffff:7f[\da-f]{2}:[\da-f]+\]$|(?:^|\.)localhost\.?$/.test(hostname);
}

function mixed({ origin, source }: Address, credential: Pick<Credential, "source"> | undefined): string | undefined {
  if (credential?.source !== FROM_CONFIGURATION || !FROM_ENVIRONMENT.includes(source)) return undefined;
  return (
    `The token is the stack's (${FROM_CONFIGURATION}), and the address is the environment's (${source}): ${origin} gets the token, whichever GitLab it was made for. ` +
    "Set gitlab:baseUrl beside gitlab:token, and leave the variable out, or give the token in GITLAB_TOKEN."
  );
}

function unaddressed(
  { origin, source }: Address,
  credential: Pick<Credential, "source"> | undefined,
): string | undefined {
  if (source !== BY_DEFAULT || credential === undefined) return undefined;
  return `No address of GitLab was given, so the token from ${credential.source} goes to ${origin}. If that is meant, set gitlab:baseUrl or GITLAB_BASE_URL to ${origin}.`;
}
