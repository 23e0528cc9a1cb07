export const VISIBILITIES = ["private", "internal", "public"] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export interface Group {
  readonly id: number;
  readonly kind: "group";
  parentId: number | null;
  name: string;
  path: string;
  /** Kept up to date by `Namespaces`, with every rename and transfer above it. */
  fullPath: string;
  fullName: string;
  description: string;
  visibility: Visibility;
  readonly createdAt: Date;
  updatedAt: Date;
  /** The day it was marked for deletion; it is gone after the retention period. */
  markedForDeletionOn: string | null;
  /** Only the uppermost archived group says so; all below it is archived with it. */
  archived: boolean;
  /** Everything else that can be set and read back, by GitLab's own names. */
  readonly settings: Map<string, unknown>;
}

/** What can be set beside names and visibility, with the values that GitLab starts from. */
export const GROUP_DEFAULTS: Readonly<Record<string, unknown>> = {
  share_with_group_lock: false,
  require_two_factor_authentication: false,
  two_factor_grace_period: 48,
  project_creation_level: "developer",
  auto_devops_enabled: null,
  subgroup_creation_level: "maintainer",
  emails_disabled: false,
  emails_enabled: true,
  show_diff_preview_in_email: true,
  mentions_disabled: null,
  lfs_enabled: true,
  math_rendering_limits_enabled: true,
  lock_math_rendering_limits_enabled: false,
  crm_enabled: true,
  default_branch: null,
  default_branch_protection: 2,
  request_access_enabled: true,
  shared_runners_setting: "enabled",
  max_artifacts_size: null,
};
