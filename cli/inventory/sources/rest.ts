import { getJobTokenScope } from "../../../provider/gitlab/allowlists";
import type { GitLab } from "../../../provider/gitlab/connection";
import type { AllowlistEntry, UnseenRecord } from "../record";
import { type Read, UNREAD } from "./details";
import { isOfOne } from "./failure";
import type { FlatProject } from "./flat";

/** Reads one project where GraphQL can't be used: its switch and who is listed, without permissions and the log. */
export async function readByRest(gitlab: GitLab, flat: FlatProject): Promise<Read> {
  try {
    const place = { kind: "project", id: String(flat.id) } as const;
    const { enabled } = await getJobTokenScope(gitlab.client, place);
    const [projects, groups] = [await listedByRest(gitlab, flat, "project"), await listedByRest(gitlab, flat, "group")];
    return { details: { ...UNREAD, enabled, projects, groups }, unseen: [] };
  } catch (error) {
    if (!isOfOne(error)) throw error;
    return { details: UNREAD, unseen: [unseenLists(flat, error.message)] };
  }
}

/** The entries of one list. Their permissions are not known. */
export async function listedByRest(
  gitlab: GitLab,
  { id }: FlatProject,
  kind: "group" | "project",
): Promise<AllowlistEntry[]> {
  const listed = await gitlab.allowlists.entries({ project: { kind: "project", id: String(id) }, kind });
  return [...listed]
    .map(
      ([target, path]): AllowlistEntry => ({
        id: Number(target),
        ...(path === undefined ? {} : { path }),
        permissions: "unknown",
        addedBy: null,
        createdAt: null,
      }),
    )
    .toSorted((a, b) => a.id - b.id);
}

function unseenLists({ id, path }: FlatProject, why: string): UnseenRecord {
  return { kind: "unseen", what: "lists", id, path, where: null, why };
}
