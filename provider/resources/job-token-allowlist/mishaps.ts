import { refusal, type UserError } from "../../domain/user-error";
import { type Entry, entryName } from "./plan";

/** What can happen to an entry without an error of GitLab. */

export function vanished({ kind, id }: Entry): UserError {
  return refusal(
    "an entry that is not listed",
    `GitLab took ${kind} ${id} and does not list it so: someone else may be changing it.`,
  );
}

export function noRoom({ kind, id }: Entry): UserError {
  return refusal(
    "a full list",
    `There is no room for ${kind} ${id}: the list is full, and what is in it must stay until the new entry is in, so that nobody is shut out or gets more than is declared. ` +
      "Do it in two runs: first remove something, then add.",
  );
}

export function landed(asked: Pick<Entry, "id" | "kind" | "path">, others: readonly Entry[]): UserError {
  return refusal(
    "an entry for another target",
    `GitLab added ${others.map(entryName).join(" and ")} (${others.map(({ id }) => id).join(", ")}) where ${asked.kind} ${asked.id} was asked for, because ${asked.path} leads there now. ` +
      "It was removed again at once. Run it again; if it stays so, write the id.",
  );
}
