import { calls, services } from "./services";

/** The same map as a picture that GitLab renders. */
export function trustGraph(): string {
  const arrows = services.flatMap((caller) =>
    Object.entries(calls[caller]).map(([service, reason]) => `  ${caller} -->|${reason}| ${service}`),
  );
  return ["graph LR", ...arrows].join("\n");
}
