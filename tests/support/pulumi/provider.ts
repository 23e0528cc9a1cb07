import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";

export type Properties = Record<string, unknown>;

/** What the engine makes of a failed create or update: a message, or something that exists and is recorded. */
export class StepError extends Error {
  constructor(
    message: string,
    readonly partial?: { id: string; properties: Properties; reasons: string[] },
  ) {
    super(message);
  }
}

/** A line for the user, through Pulumi's message channel. */
export interface LogLine {
  readonly severity: "info" | "warning";
  readonly text: string;
  readonly ephemeral: boolean;
}

/** A provider for one run of Pulumi, as the engine speaks to it: in a process of its own, or within the test's. */
export interface Provider {
  check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: string[] }>;
  diff(id: string, olds: Properties, news: Properties): Promise<{ changes: boolean; replaces: string[] }>;
  create(inputs: Properties): Promise<{ id: string; outs: Properties }>;
  update(id: string, olds: Properties, news: Properties): Promise<Properties>;
  read(id: string, props: Properties): Promise<{ id: string; props: Properties; inputs: Properties | undefined }>;
  delete(id: string, props: Properties): Promise<void>;
  /** What reached the user through Pulumi's message channel. */
  readonly log: LogLine[];
  /** What it printed. */
  output(): string;
  /** From now on it is that time for the provider. Its `GITLAB_CI_ACCESS_NOW` changes, as it would from one run of Pulumi to the next. */
  setNow(now: string): Promise<void>;
  stop(): Promise<void>;
}

export interface ProviderOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The stack's configuration, or an explicit provider's settings. */
  readonly config?: Readonly<Record<string, string>>;
}

/** A value without the envelopes of its secrets, as the engine hands it to providers that don't ask for them. */
export function unsealed(value: unknown, onSecret: (secret: unknown) => unknown = (secret) => secret): unknown {
  if (Array.isArray(value)) return value.map((item) => unsealed(item, onSecret));
  if (typeof value !== "object" || value === null) return value;
  if (specialSigKey in value && "value" in value && value[specialSigKey] === specialSecretSig)
    return onSecret(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unsealed(item, onSecret)]));
}
