import type { JobTokenPermission } from "pulumi-gitlab-ci-access";

export const services = ["core", "orders", "payments", "shipping", "storefront"] as const;
export type Service = (typeof services)[number];

type Reason = "contract" | "packages" | "triggers";

/** What each reason takes: no more. GitLab has no permission for triggering, so that takes the default ones. */
const needs: Readonly<Record<Reason, "default" | JobTokenPermission[]>> = {
  contract: ["read_repositories"],
  packages: ["read_packages"],
  triggers: "default",
};

/** Whose pipelines open which other service with their job token, and what for. Everybody else stays outside. */
export const calls: Readonly<Record<Service, Partial<Record<Service, Reason>>>> = {
  core: { orders: "triggers", payments: "triggers", shipping: "triggers", storefront: "triggers" },
  orders: { core: "packages", payments: "contract" },
  payments: { core: "packages" },
  shipping: { core: "packages", orders: "contract" },
  storefront: { orders: "contract", payments: "contract" },
};

/** Who opens a service, each with what its reason takes. */
export function callersOf(service: Service) {
  return services.flatMap((caller) => {
    const reason = calls[caller][service];
    return reason === undefined ? [] : [{ project: `acme/store/${caller}`, permissions: needs[reason] }];
  });
}
