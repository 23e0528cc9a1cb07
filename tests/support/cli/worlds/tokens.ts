/** What a program says of an access token. */
export interface Terms {
  readonly scopes: readonly string[];
  readonly accessLevel: keyof typeof ROLES;
  /** How many days each value lives. */
  readonly expirationDays: number;
}

/** What each role may do, with GitLab's planner beside the ladder. */
const ROLES = {
  guest: ["read"],
  planner: ["read", "plan"],
  reporter: ["read", "pull"],
  developer: ["read", "pull", "push"],
  maintainer: ["read", "pull", "push", "plan", "settings"],
} as const;

const SCOPES: Readonly<Record<string, readonly string[]>> = {
  read_api: ["get"],
  api: ["get", "change"],
  read_repository: ["clone"],
  write_repository: ["clone", "commit"],
};

export const SCOPE_NAMES = Object.keys(SCOPES);
export const ROLE_NAMES = Object.keys(ROLES) as (keyof typeof ROLES)[];
export const LIVES = [20, 30, 60] as const;

/** What whoever holds the token may do, and for how long. */
export function rightsOf({ scopes, accessLevel, expirationDays }: Terms): string[] {
  const deeds = scopes.flatMap((scope) => SCOPES[scope] ?? []);
  const lives = LIVES.filter((days) => days <= expirationDays);
  return deeds.flatMap((deed) =>
    ROLES[accessLevel].flatMap((right) => lives.map((days) => `${deed} and ${right} for ${days} days`)),
  );
}
