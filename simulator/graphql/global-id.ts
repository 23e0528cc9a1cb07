import { GraphQLError } from "graphql";

type Model = "Ci::Runner" | "Group" | "Project" | "User";

/** https://docs.gitlab.com/api/graphql/#global-ids */
export function globalId(model: string, id: number): string {
  return `gid://gitlab/${model}/${id}`;
}

/** The number in a global id; what is none, or means something else, is refused as GitLab refuses it. */
export function numberIn(text: string, model: Model): number {
  const [, kind, id] = /^gid:\/\/gitlab\/([\w:]+)\/(\d+)$/.exec(text) ?? [];
  if (kind === undefined) throw new GraphQLError(`${text} is not a valid GitLab ID.`);
  if (kind !== model) throw new GraphQLError(`${text} is not a valid ID for ${model}.`);
  return Number(id);
}
