import type { AddressKind } from "../../../../../provider/domain/address";
import type { Claim } from "../../../../../provider/engine/declared/claims";

export const HERE = "https://gitlab.acme.example";

export const theSwitch = (project: string): Claim => ({ about: "switch", project });

export const anEntry = (project: string, target: number | string, kind: AddressKind = "project"): Claim => ({
  about: "entry",
  project,
  kind,
  target,
});

export const allEntries = (project: string, kind: AddressKind = "project"): Claim => ({
  about: "entries",
  project,
  kind,
});

export const aVariable = (key: string, scope = "*"): Claim => ({
  about: "variable",
  kind: "project",
  owner: "acme/billing",
  key,
  scope,
});
