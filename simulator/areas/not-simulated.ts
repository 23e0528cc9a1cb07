import { NotSimulated } from "../grape/errors";
import type { RawParams } from "../grape/params";
import { type Address, openRoute, type Route } from "../grape/router";
import { DOCUMENTED_PARAMETERS } from "./documented-parameters";

/** The parameters that GitLab documents for an endpoint and that are neither simulated nor known to be harmless. */
export function unsimulatedParameters({ method, path, simulated, shaping }: Route): string[] {
  const documented = DOCUMENTED_PARAMETERS[`${method} ${path}`] ?? [];
  return documented.filter((name) => !simulated.includes(name) && !shaping.includes(name));
}

/** Refuses a request that asks for something that would change the answer and is not simulated. */
export function requireSimulated(route: Route, given: RawParams): void {
  const asked = unsimulatedParameters(route).filter((name) => name in given && !isIdle(route, given[name]));
  if (asked.length === 0) return;
  throw new NotSimulated(`the parameter ${asked.join(", ")} of ${route.method} ${route.path}`);
}

/** A filter that is switched off, or empty, asks for nothing. */
function isIdle({ method }: Route, value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return method === "GET" && ["false", "0"].includes(String(value));
}

/** Endpoints that GitLab has and the simulator only refuses. */
export function refusedRoutes(...addresses: Address[]): Route[] {
  return addresses.map((address) => ({
    ...openRoute(address, {}, () => {
      throw new NotSimulated(address);
    }),
    refused: true,
  }));
}
