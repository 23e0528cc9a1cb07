interface Callers {
  projects?: string[];
  groups?: string[];
}

/** Who may open which project, by shard: a group whose projects share a stack. */
export const fleet: Readonly<Record<string, Readonly<Record<string, Callers>>>> = {
  payments: {
    "acme/payments/ledger": { projects: ["acme/payments/cards", "acme/platform/deploy"] },
    "acme/payments/cards": { groups: ["acme/platform"] },
  },
  platform: {
    "acme/platform/deploy": { groups: ["acme/payments"] },
    "acme/platform/images": { groups: ["acme/payments", "acme/platform"] },
  },
};
