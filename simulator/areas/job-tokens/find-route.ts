import { decode } from "../../grape/router";
import type { Release } from "../../model/release";
import { type JobRoute, jobRoutes } from "./routes";

/** The route that a request means, and which project it names. */
interface Found {
  readonly route: JobRoute;
  readonly address: string;
}

const PATTERNS = jobRoutes.map((route) => {
  const body = route.path.replace(":id", "([^/]+)").replace(/:\w+/g, "[^/]+").replace("**", ".+");
  return { route, pattern: new RegExp(`^${body}$`) };
});

/** Returns nothing where the release takes no job's token. */
export function findJobRoute(release: Release, method: string, path: string): Found | undefined {
  for (const { route, pattern } of PATTERNS) {
    if (route.method !== method || !release.isAtLeast(route.since)) continue;
    const address = pattern.exec(path)?.[1];
    if (address !== undefined) return { route, address: decode(address) };
  }
  return undefined;
}
