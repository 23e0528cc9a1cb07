import { z } from "zod";
import type { GitLab } from "../../../provider/gitlab/connection";
import { path } from "../../../provider/http/path";
import type { ScopeGroup } from "./survey";

const rows = z.array(z.object({ id: z.int(), full_path: z.string() }));

/** A group and all groups below it. */
export async function groupsBelow(gitlab: GitLab, top: ScopeGroup): Promise<ScopeGroup[]> {
  const call = {
    method: "GET",
    path: path`/groups/${top.id}/descendant_groups`,
    query: { order_by: "id", sort: "asc" },
    purpose: { action: `list the groups below ${top.path}`, needs: "a token with the read_api scope" },
  } as const;
  const found: ScopeGroup[] = [top];
  for await (const { id, full_path } of gitlab.client.rows(call, rows)) found.push({ id, path: full_path });
  return found;
}
