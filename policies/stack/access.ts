import type { PolicyResource } from "@pulumi/policy";
import { Access } from "../../provider/domain/access/access";
import type { Declaration, Switch } from "../../provider/domain/access/declared";
import type { AddressKind } from "../../provider/domain/address";
import { type Instance, instanceAt, instanceBehind } from "../../provider/domain/identity";
import { SETTING } from "../../provider/domain/settings";
import { matchesGlob } from "../config/glob";
import { plain } from "../reading/known";
import { declaredBy } from "../reading/resource";

export type StackAccess = Access<PolicyResource>;

/** Everything that a stack declares about access. */
export function accessIn(resources: readonly PolicyResource[]): StackAccess {
  const instances = new Instances(resources);
  return new Access(
    resources.flatMap((resource) => declaredBy(resource, instances.of(resource))),
    isWiredTo,
  );
}

/** Returns whether any of the globs matches the id or the path of a project or group. */
export function isMatched(names: ReturnType<StackAccess["book"]["namesOf"]>, globs: readonly string[]): boolean {
  return globs.some((glob) => Object.values(names).some((name) => name !== undefined && matchesGlob(glob, name)));
}

/** A target whose real path differs from what was written: after a move, or because an id was written. */
export interface Found {
  readonly source: PolicyResource;
  readonly kind: AddressKind;
  readonly written: string;
  readonly path: string;
}

/** Targets whose real path the state has. For a new entry the state has it in the next preview. */
export function foundTargets(resources: readonly PolicyResource[]): readonly Found[] {
  const { entries, book } = accessIn(resources);
  return entries.flatMap(({ source, target }) => {
    const { kind, written } = target;
    const { path } = book.namesOf(target);
    if (typeof written !== "string" || path === undefined || path === written) return [];
    return [{ source, kind, written, path }];
  });
}

/** All resources that Pulumi makes before this one. */
export function allBefore(resource: PolicyResource, found = new Set<PolicyResource>()): Set<PolicyResource> {
  for (const earlier of resource.dependencies) {
    if (found.has(earlier)) continue;
    found.add(earlier);
    allBefore(earlier, found);
  }
  return found;
}

/** The GitLab of each resource, by the address of its provider. The engine shows policies no hidden output, so no `__origin`. */
export class Instances {
  readonly #byProvider = new Map<string, Instance>();

  constructor(resources: readonly PolicyResource[]) {
    for (const { provider } of resources) {
      const address = addressOf(provider);
      if (provider !== undefined && typeof address === "string")
        this.#byProvider.set(provider.urn, instanceAt(address));
    }
  }

  of({ provider }: PolicyResource): Instance {
    const key = provider?.urn ?? "";
    return this.#byProvider.get(key) ?? instanceBehind(key);
  }
}

/** A Provider of this package has the address in its settings, pulumi-gitlab's provider in an input. */
function addressOf(provider: PolicyResource["provider"]): unknown {
  if (provider === undefined) return undefined;
  const settings = plain(provider.props);
  if (provider.type === "pulumi:providers:gitlab") return settings.baseUrl;
  return settings[SETTING.explicit] === "true" ? settings[SETTING.baseUrl] : undefined;
}

/**
 * Returns whether the program ties a declaration to a switch, where their addresses don't say it yet: the switch waits for the declaration,
 * or the declaration's project comes from the switch itself or from a resource that the switch waits for too.
 */
function isWiredTo({ source }: Declaration<PolicyResource>, to: Switch<PolicyResource>): boolean {
  const waitsFor = to.source.dependencies;
  const sources = source.propertyDependencies.project ?? [];
  return waitsFor.includes(source) || sources.some((one) => one === to.source || waitsFor.includes(one));
}
