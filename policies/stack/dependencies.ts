import type { PolicyResource } from "@pulumi/policy";

/** All that Pulumi makes before a resource: what it waits for, and what that waits for. */
export function allBefore(resource: PolicyResource, found = new Set<PolicyResource>()): Set<PolicyResource> {
  for (const earlier of resource.dependencies) {
    if (found.has(earlier)) continue;
    found.add(earlier);
    allBefore(earlier, found);
  }
  return found;
}
