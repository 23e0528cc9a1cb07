import { type Act, canAdminProject } from "../areas/access";
import { Refusal } from "../grape/errors";
import type { Project } from "../model/project";
import type { Context } from "./context";
import { unavailable } from "./refusals";

export interface Input<T> {
  readonly input: T & { readonly clientMutationId?: string | null };
}

/** Only the scope `api` may change things. app/graphql/mutations/base_mutation.rb */
export function actIn({ instance, user, mayMutate }: Context): Act {
  if (user === undefined || !mayMutate) throw unavailable();
  return { instance, user };
}

/** The project at a path, for those who may administer it. */
export function adminProjectAt({ instance, user }: Act, path: string): Project {
  const place = instance.namespaces.atPath(path);
  if (place?.kind === "project" && canAdminProject(instance, user, place)) return place;
  throw unavailable();
}

/** What a service refuses is in the payload, in the words of REST without their status. */
export function attempt<T extends object>(work: () => T): (T & { errors: string[] }) | { errors: string[] } {
  try {
    return { ...work(), errors: [] };
  } catch (error) {
    if (error instanceof Refusal && error.reason !== undefined) return { errors: [error.reason] };
    throw error;
  }
}
