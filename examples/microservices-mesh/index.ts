import * as gitlab from "pulumi-gitlab-ci-access";
import { callersOf, services } from "./services";

for (const service of services) {
  new gitlab.JobTokenAllowlist(
    service,
    {
      project: `acme/store/${service}`,
      enabled: true,
      projects: callersOf(service),
      groups: [],
    },
    { protect: true },
  );
}
