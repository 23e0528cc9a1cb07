import { z } from "zod";

/** A text that people read: blanks at its ends don't count, and an empty one is none. */
export function text(limit: number) {
  return z
    .string()
    .trim()
    .max(limit, `must not be longer than ${limit} characters`)
    .transform((given) => (given === "" ? undefined : given))
    .optional();
}

/** A set of words, sorted. GitLab splits what holds a comma, trims, drops empty and double ones, and keeps no order. */
export function words() {
  return z.array(z.string()).transform((given) => {
    const split = given.flatMap((item) => item.split(",")).map((word) => word.trim());
    return [...new Set(split.filter((word) => word !== ""))].sort();
  });
}
