import { forbidden, recordNotFound, refuse } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { integer, text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, ok } from "../../grape/reply";
import { route, type SignedCall } from "../../grape/router";
import type { Instance } from "../../model/instance";
import { AccessLevel } from "../../model/member";
import { type MergeRequest, presentMergeRequest } from "../../model/merge-request";
import type { Project } from "../../model/project";
import type { User } from "../../model/user";
import { findProject, levelOn } from "../access";

const all = "/projects/:id/merge_requests";
const byAddress = { id: requires(text) };

/** Open merge requests. Branches are names only: no commits are simulated, so nothing is merged. */
export const mergeRequestRoutes = [
  route(`GET ${all}`, { params: { ...byAddress, ...pages } }, (call) => {
    const project = readable(call);
    return paged(call, call.instance.mergeRequests.of(project.id).reverse(), (row) =>
      shown(call.instance, project, row),
    );
  }),

  route(`GET ${all}/:merge_request_iid`, { params: { ...byAddress, merge_request_iid: requires(integer) } }, (call) => {
    const { project, mergeRequest } = findMergeRequest(call, call.params.merge_request_iid);
    return ok(shown(call.instance, project, mergeRequest));
  }),

  route(
    `POST ${all}`,
    {
      params: {
        ...byAddress,
        title: requires(text, { allowBlank: false }),
        source_branch: requires(text),
        target_branch: requires(text),
        description: optional(text),
      },
    },
    (call) => {
      const { instance, params, user } = call;
      const project = findProject(call, params.id);
      if (levelOn(instance, user, project) < AccessLevel.developer) throw forbidden();
      const [source, target] = [params.source_branch ?? "", params.target_branch ?? ""];
      requireDistinct(source, target);
      requireFirst(instance.mergeRequests.of(project.id), source, target);
      const { title, description = null } = params;
      const made = instance.mergeRequests.add({
        projectId: project.id,
        authorId: user.id,
        title,
        description,
        sourceBranch: source,
        targetBranch: target,
        createdAt: instance.clock.now(),
      });
      return created(shown(instance, project, made));
    },
  ),
];

/** The merge request that a path means, if the caller may see it. */
export function findMergeRequest(
  call: SignedCall<{ readonly id: string | null }>,
  iid: number | null,
): { readonly project: Project; readonly mergeRequest: MergeRequest } {
  const project = findProject(call, call.params.id);
  const found = call.instance.mergeRequests.of(project.id).find((each) => each.iid === iid);
  if (found === undefined || !canRead(call.instance, call.user, project)) throw recordNotFound();
  return { project, mergeRequest: found };
}

/** Who wrote it; the ghost user inherits what a deleted one leaves. */
export function authorOf(instance: Instance, { authorId }: { readonly authorId: number }): User {
  const author = instance.users.byId(authorId) ?? instance.users.byUsername("ghost");
  if (author === undefined) throw new Error("There is no ghost user.");
  return author;
}

function readable(call: SignedCall<{ readonly id: string | null }>): Project {
  const project = findProject(call, call.params.id);
  if (!canRead(call.instance, call.user, project)) throw forbidden();
  return project;
}

/** Guests of a private project see no code, and no merge requests. https://docs.gitlab.com/user/permissions/#merge-requests */
function canRead(instance: Instance, user: User, project: Project): boolean {
  return project.visibility !== "private" || levelOn(instance, user, project) >= AccessLevel.reporter;
}

function shown(instance: Instance, project: Project, row: MergeRequest) {
  return presentMergeRequest(row, project, authorOf(instance, row), instance.origin);
}

function requireDistinct(source: string, target: string): void {
  if (source === target) throw refuse(422, ["You can't use same project/branch for source and target"]);
}

function requireFirst(others: readonly MergeRequest[], source: string, target: string): void {
  const twin = others.find(({ sourceBranch, targetBranch }) => sourceBranch === source && targetBranch === target);
  if (twin === undefined) return;
  throw refuse(409, [`Another open merge request already exists for this source branch: !${twin.iid}`]);
}
