/** A text with `*` for anything within a segment and `**` for anything at all, or a regular expression. */
export type PathPattern = string | RegExp;

/** A test for paths. A text without `/api/` at its start is taken as what follows `/api/v4`; queries are left out. */
export function pathMatcher(pattern: PathPattern): (path: string) => boolean {
  if (pattern instanceof RegExp) {
    const { source, flags } = pattern;
    // Without the flags that make a regular expression remember where it was.
    const stateless = new RegExp(source, flags.replace(/[gy]/g, ""));
    return (path) => stateless.test(path);
  }
  const prefix = pattern.startsWith("/api/") || pattern.startsWith("**") ? "" : "/api/v4";
  const body = pattern
    .split(/(\*\*|\*)/)
    .map((part) => (part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")));
  const whole = new RegExp(`^${prefix}${body.join("")}$`, "i");
  return (path) => whole.test(path.split("?", 1)[0] ?? "");
}
