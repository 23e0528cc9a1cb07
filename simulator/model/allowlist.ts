import type { AllowlistEntry } from "./allowlist-entry";
import type { Instance } from "./instance";
import type { Project } from "./project";

/** Returns whether the list counts; while the instance enforces protection it does, whatever the project says. */
export function isClosed({ settings }: Instance, project: Project): boolean {
  return settings.enforceJobTokenScope || project.inboundJobTokenScope;
}

/** The entry that counts for a caller: its own, or else that of the nearest group above it that has one. */
export function entryFor({ namespaces }: Instance, project: Project, caller: Project): AllowlistEntry | undefined {
  const own = project.allowedProjects.get(caller.id);
  if (own) return own;
  for (const group of namespaces.lineage(namespaces.groupOf(caller))) {
    const entry = project.allowedGroups.get(group.id);
    if (entry) return entry;
  }
  return undefined;
}
