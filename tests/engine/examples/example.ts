import type { ExampleStage, StageOptions } from "../../support/example-stage";

/** What the README of an example promises, as a test can hold it to. */
export interface Example extends StageOptions {
  /** The steps of the first `up`, the stack itself included. */
  readonly creates: number;
  /** What GitLab holds after `up`. */
  readonly holds: (stage: ExampleStage) => Promise<void>;
  /** What else the README promises. */
  readonly also?: (stage: ExampleStage) => Promise<void>;
  /** Whether `pulumi destroy` refuses until the README's command has been given. */
  readonly isProtected?: true;
  /** What is left in GitLab after `destroy`. */
  readonly leaves: (stage: ExampleStage) => Promise<void>;
}

export const UP = ["up", "--yes", "--skip-preview"] as const;
export const DESTROY = ["destroy", "--yes", "--skip-preview"] as const;
