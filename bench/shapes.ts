/** What a run of a contender has, in the order in which they are measured. */
export type Step = "up" | "same" | "refresh" | "repair" | "destroy" | "previewed";

export interface Taken {
  readonly ms: number;
  readonly requests: number;
  /** The most requests that were under way at the same time. */
  readonly atOnce?: number;
}

export type Run = Readonly<Partial<Record<Step, Taken>>>;

export interface Place {
  readonly id: number;
  readonly path: string;
}

/** What GitLab holds before anything is measured. */
export interface World {
  readonly billing: Place;
  readonly tree: readonly Place[];
  readonly spread: readonly Place[];
  readonly groups: readonly Place[];
}

/** The world as a contender is told of it. */
export interface Input {
  readonly billing: Place;
  readonly ids: readonly number[];
  readonly project: number | string;
  readonly projects: readonly (number | string)[];
  readonly groups: readonly (number | string)[];
}

/** One of those that bring entries into a list. */
export interface Contender {
  readonly name: string;
  /** Whether it changes GitLab: a floor doesn't. */
  readonly isReal: boolean;
  readonly open: (
    gitlab: import("./gitlab").MeasuredGitLab,
    input: Input,
  ) => Promise<{
    readonly steps: Readonly<Partial<Record<Step, () => Promise<unknown>>>>;
    readonly close: () => Promise<void>;
  }>;
}

export interface PlannedCell {
  readonly contender: Contender;
  readonly count: number;
  readonly addresses: string;
}

export interface Cell {
  /** The contender's name. */
  readonly contender: string;
  readonly count: number;
  readonly addresses: string;
  readonly runs: readonly Run[];
}

/** A list that is made, or changed from `before` entries into one of all, inside the provider. */
export interface Growth {
  readonly title: string;
  readonly projects: number;
  readonly groups: number;
  readonly byPath?: boolean;
  readonly before?: number | undefined;
}

export interface Inside extends Growth {
  readonly runs: readonly { readonly apply: Taken; readonly refresh?: Taken }[];
}

export interface StartUp {
  readonly name: string;
  readonly runs: readonly { readonly firstCheck: number; readonly preview: number }[];
}

export interface Options {
  readonly latencyMs: number;
  readonly concurrency: number;
}

interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memory: string;
  readonly system: string;
  readonly load: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly versions: Readonly<Record<string, string>>;
}

export interface Measured {
  readonly machine: Machine;
  readonly options: Options & { readonly runs: number };
  /** A line for each peer that is not installed. */
  readonly missing: readonly string[];
  readonly cells: readonly Cell[];
  readonly inside: readonly Inside[];
  readonly startUp: readonly StartUp[];
}
