import { trimmed } from "../../provider/domain/address";

/**
 * Returns whether a path or a resource name matches a pattern. `*` stands for any text without a slash, `?` for one such character, `**` for any text:
 * `acme/*` is every project right in acme, `acme/**` every project below it at any depth. Case and slashes at the ends don't count.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const source = trimmed(pattern)
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map(sourceOf)
    .join("");
  return new RegExp(`^${source}$`, "is").test(trimmed(text));
}

function sourceOf(part: string): string {
  if (part === "**/") return "(?:.*/)?";
  if (part === "**") return ".*";
  if (part === "*") return "[^/]*";
  if (part === "?") return "[^/]";
  return part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
