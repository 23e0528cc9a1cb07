import * as gitlab from "pulumi-gitlab-ci-access";
import { callersOf, services } from "./services";

for (const service of services) {
  new gitlab.JobTokenAllowlist(
    service,
    {
      project: `acme/${service}`,
      enabled: true,
      projects: callersOf(service).map((caller) => `acme/${caller}`),
      groups: [],
    },
    { protect: true },
  );
}
