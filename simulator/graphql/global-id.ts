import { GraphQLError } from "graphql";

type Model = "Ci::Runner" | "Group" | "Project" | "User";

/** https://docs.gitlab.com/api/graphql/#global-ids */
export function globalId(model: string, id: number): string {
  return `gid://gitlab/${model}/${id}`;
}

/** Returns the number in a global id. Refuses another text, and the id of another type, as GitLab does. */
export function numberIn(text: string, model: Model): number {
  const [, kind, id] = /^gid:\/\/gitlab\/([\w:]+)\/(\d+)$/.exec(text) ?? [];
  if (kind === undefined) throw new GraphQLError(`${text} is not a valid GitLab ID.`);
  if (kind !== model) throw new GraphQLError(`${text} is not a valid ID for ${model}.`);
  return Number(id);
}
