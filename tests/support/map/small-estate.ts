import type { InventoryRecord } from "../../../cli/inventory/record";
import { endRecord, entryOf, headerRecord, projectRecord } from "../inventory/records";

const place = {
  website: { id: 1, path: "acme/website" },
  deploy: { id: 2, path: "acme/platform/deploy" },
  images: { id: 3, path: "acme/platform/images" },
  vault: { id: 4, path: "acme/vault" },
  legacy: { id: 5, path: "acme/legacy" },
  platform: { id: 20, path: "acme/platform" },
};

/**
 * A website that may change deploy, which may read the vault; all of platform may start pipelines of the vault, but images may not change it;
 * legacy is open to everybody and may change deploy.
 */
export const smallEstate: readonly InventoryRecord[] = [
  headerRecord(),
  projectRecord({ ...place.website }),
  projectRecord({
    ...place.deploy,
    pushRepositoryForJobTokenAllowed: true,
    crossProjectPushForJobTokenAllowed: true,
    projects: [
      entryOf({ ...place.website, permissions: ["admin_releases", "admin_repositories"] }),
      entryOf({ ...place.legacy }),
      entryOf({ id: 77, permissions: ["read_packages"] }),
    ],
    uses: [{ project: place.website, lastAuthorizedAt: "2026-10-02T08:00:00.000Z" }],
  }),
  projectRecord({ ...place.images, archived: true }),
  projectRecord({
    ...place.vault,
    projects: [entryOf({ ...place.images, permissions: [] })],
    groups: [entryOf({ ...place.platform, permissions: "default" })],
    uses: [{ project: place.deploy, lastAuthorizedAt: "2026-11-02T08:00:00.000Z" }],
  }),
  projectRecord({ ...place.legacy, enabled: false, visibility: "public" }),
  { kind: "target", of: "group", ...place.platform, archived: false, markedForDeletionOn: null },
  endRecord({ projects: 5 }),
];
