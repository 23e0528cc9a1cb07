import { conflict, invalid } from "../../grape/errors";
import type { Instance } from "../../model/instance";
import type { User } from "../../model/users";

/** What a user says of themselves, and GitLab only shows. */
export const PROFILE_FIELDS = [
  ...["location", "linkedin", "twitter", "discord", "website_url", "github", "job_title", "pronouns", "organization"],
];

export type Details = Pick<User, "username" | "name" | "email">;

export function requireFree(instance: Instance, { username, email }: Details, self?: User): void {
  const other = instance.users.byEmail(email);
  if (other && other !== self) throw conflict("Email has already been taken");
  if (self?.username.toLowerCase() === username.toLowerCase()) return;
  const taken = instance.users.byUsername(username) ?? instance.namespaces.atPath(username);
  if (taken) throw conflict("Username has already been taken");
}

export function requireValid({ username, name, email }: Details, password: string | null | undefined): void {
  const errors: Record<string, string[]> = {};
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) errors.email = ["is invalid"];
  if (name.trim() === "") errors.name = ["can't be blank"];
  if (!/^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/.test(username)) errors.username = [USERNAME_RULE];
  if (password !== undefined && password !== null && password.length < 8) {
    errors.password = ["is too short (minimum is 8 characters)"];
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

const USERNAME_RULE =
  "can contain only letters, digits, '_', '-' and '.'. Cannot start with '-', end in '.git' or end in '.atom'.";
