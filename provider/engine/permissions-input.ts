import { z } from "zod";
import { normalNames, type Permissions, problemWithName } from "../domain/permissions";

const WANTED = 'must be "default" or a list of GitLab\'s names, like ["read_packages"]';

/** The shape of an input that says what an allowlist entry gives, in its normal form. */
export function permissions() {
  return z.union([z.string(), z.array(z.string())], { error: WANTED }).transform((given, context): Permissions => {
    if (typeof given === "string" && given.trim().toLowerCase() === "default") return "default"; // Names have no case either.
    if (typeof given === "string") {
      context.addIssue({ code: "custom", message: `is one text, "${given}": write a list, ["${given}"]` });
      return z.NEVER;
    }
    for (const problem of given.flatMap((name) => problemWithName(name) ?? []))
      context.addIssue({ code: "custom", message: problem });
    return normalNames(given);
  });
}
