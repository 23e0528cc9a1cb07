import { z } from "zod";

/** A text that people read. Blanks at its ends don't count, and an empty text counts as left out. */
export function text(limit: number) {
  return z
    .string()
    .trim()
    .max(limit, `must not be longer than ${limit} characters`)
    .transform((given) => (given === "" ? undefined : given))
    .optional();
}

/** A sorted set of words. GitLab splits words at commas, trims them, drops empty and double ones, and keeps no order. */
export function words() {
  return z.array(z.string()).transform((given) => {
    const split = given.flatMap((item) => item.split(",")).map((word) => word.trim());
    return [...new Set(split.filter((word) => word !== ""))].sort();
  });
}
