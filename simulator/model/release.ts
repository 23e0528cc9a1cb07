/** The oldest release whose answers are imitated. */
const OLDEST = [18, 0] as const;

/** The release of GitLab that is imitated, such as 19.5. */
export class Release {
  readonly #parts: readonly [number, number, number];

  constructor(version: string) {
    const [, major, minor, patch = "0"] = /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(version) ?? [];
    if (major === undefined || minor === undefined) {
      throw new RangeError(`'${version}' is not a release of GitLab; write it as 19.5 or 19.5.0.`);
    }
    this.#parts = [Number(major), Number(minor), Number(patch)];
    if (!this.isAtLeast(OLDEST.join("."))) {
      throw new RangeError(`The simulated GitLab imitates ${OLDEST.join(".")} and later, not ${version}.`);
    }
  }

  /** `version` as `19.1`. */
  isAtLeast(version: string): boolean {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    const [ownMajor, ownMinor] = this.#parts;
    return ownMajor > major || (ownMajor === major && ownMinor >= minor);
  }

  toString(): string {
    return this.#parts.join(".");
  }
}
