import * as gitlab from "pulumi-gitlab-ci-access";

new gitlab.JobTokenAllowlist("billing", {
  project: "acme/billing",
  enabled: true,
  projects: ["acme/deploy"],
  groups: [],
});
