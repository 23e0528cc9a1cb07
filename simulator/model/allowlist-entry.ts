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

/** What every entry that REST makes has. */
export const DEFAULT_PERMISSIONS: EntryPermissions = { defaultPermissions: true, jobTokenPolicies: [] };
