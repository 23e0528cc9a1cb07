export const services = ["core", "orders", "payments", "shipping", "storefront"] as const;
export type Service = (typeof services)[number];

/** Whose pipelines open which other service with their job token, and what for. Everybody else stays outside. */
export const calls: Readonly<Record<Service, Partial<Record<Service, string>>>> = {
  core: { orders: "triggers", payments: "triggers", shipping: "triggers", storefront: "triggers" },
  orders: { core: "packages", payments: "contract" },
  payments: { core: "packages" },
  shipping: { core: "packages", orders: "contract" },
  storefront: { orders: "contract", payments: "contract" },
};

export function callersOf(service: Service): Service[] {
  return services.filter((caller) => calls[caller][service] !== undefined);
}
