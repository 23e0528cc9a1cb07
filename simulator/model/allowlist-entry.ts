/** What an entry lets the jobs of its project or group do. */
export interface EntryPermissions {
  /** Everything that the user behind the job may do; the policies then count for nothing. */
  readonly defaultPermissions: boolean;
  /** In GitLab's own lower case. */
  readonly jobTokenPolicies: readonly string[];
}

export interface AllowlistEntry extends EntryPermissions {
  readonly addedById: number;
  readonly createdAt: Date;
}

/** Returns whether an entry permits all of it; `admin_x` brings `read_x`. */
export function permits(
  { defaultPermissions, jobTokenPolicies }: EntryPermissions,
  policies: readonly string[],
): boolean {
  if (defaultPermissions) return true;
  const holds = (policy: string) =>
    jobTokenPolicies.includes(policy) || jobTokenPolicies.includes(policy.replace(/^read_/, "admin_"));
  return policies.length > 0 && policies.every(holds);
}

/** What every entry that REST makes has. */
export const DEFAULT_PERMISSIONS: EntryPermissions = { defaultPermissions: true, jobTokenPolicies: [] };
