import * as pulumi from "@pulumi/pulumi";
import * as gitlab from "pulumi-gitlab-ci-access";

const config = new pulumi.Config();
const instances = {
  cloud: new gitlab.Provider("cloud", {
    baseUrl: config.get("cloudUrl") ?? "https://gitlab.com",
    tokenEnvironmentVariable: "CLOUD_GITLAB_TOKEN",
  }),
  office: new gitlab.Provider("office", {
    baseUrl: config.require("officeUrl"),
    tokenEnvironmentVariable: "OFFICE_GITLAB_TOKEN",
  }),
};

for (const [name, provider] of Object.entries(instances)) {
  new gitlab.JobTokenAllowlist(
    `${name}-catalog`,
    { project: "acme/catalog", enabled: true, projects: ["acme/deploy"], groups: [] },
    { provider },
  );
}
