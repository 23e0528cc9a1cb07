/** The checks of what only a live estate shows, in the order of docs/inventory.md. */
export const CHECKS = [
  "entry-to-hidden",
  "entry-to-outside",
  "entry-to-archived",
  "entry-to-deletion-scheduled",
  "unused-entry",
  "group-entry-for-one-project",
  "project-beside-its-group",
  "runner-never-contacted",
  "runner-silent",
  "runner-legacy",
  "token-ends-soon",
  "token-never-used",
  "entries-in-no-code",
  "entries-only-in-code",
  "switch-differs-from-code",
] as const;
