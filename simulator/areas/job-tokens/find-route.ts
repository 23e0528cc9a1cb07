import { decode } from "../../grape/router";
import type { Release } from "../../model/release";
import { type JobRoute, jobRoutes } from "./routes";

/** The route that a request means, and which project it names. */
interface Found {
  readonly route: JobRoute;
  readonly address: string;
  /** What else stands in the path, by the names of the route; `rest` is what follows. */
  readonly names: Readonly<Record<string, string>>;
}

const PATTERNS = jobRoutes.map((route) => {
  const body = route.path.replace(/:(\w+)/g, "(?<$1>[^/]+)").replace("**", "(?<rest>.+)");
  return { route, pattern: new RegExp(`^${body}$`) };
});

/** Returns nothing where the release takes no job's token. */
export function findJobRoute(release: Release, method: string, path: string): Found | undefined {
  for (const { route, pattern } of PATTERNS) {
    if (route.method !== method || !release.isAtLeast(route.since)) continue;
    const { id, ...names } = pattern.exec(path)?.groups ?? {};
    if (id === undefined) continue;
    const decoded = Object.entries(names).map(([name, value]) => [name, decode(value)]);
    return { route, address: decode(id), names: Object.fromEntries(decoded) };
  }
  return undefined;
}
