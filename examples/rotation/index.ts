import * as pulumi from "@pulumi/pulumi";
import * as gitlab from "pulumi-gitlab-ci-access";

// What the deployment may read, renewed a week before its end and handed on in the same run.
const project = "acme/billing";
const deploy = "acme/deploy";
const rotationConfiguration = { expirationDays: 30, rotateBeforeDays: 7 };

const sources = new gitlab.RotatingProjectToken("sources", {
  project,
  name: "deploy reads the sources",
  scopes: ["read_repository"],
  accessLevel: "reporter",
  rotationConfiguration,
});
new gitlab.ProjectVariable("sources", {
  project: deploy,
  key: "BILLING_SOURCES_TOKEN",
  value: sources.token,
  masked: true,
  protected: true,
});

// Mirrors outside of Pulumi's reach fetch their token once a day: the previous one stays good for five.
const packages = new gitlab.RotatingGroupToken("packages", {
  group: "acme",
  name: "mirrors read the packages",
  scopes: ["read_api"],
  accessLevel: "reporter",
  rotationConfiguration,
  strategy: "overlap",
  overlapDays: 5,
});
new gitlab.GroupVariable("packages", {
  group: "acme",
  key: "PACKAGES_TOKEN",
  value: packages.token,
  masked: true,
  protected: true,
});

// A pipeline that renews its own token and needs nobody else's.
const reports = new gitlab.RotatingProjectToken("reports", {
  project,
  name: "nightly reports",
  scopes: ["read_api", "self_rotate"],
  accessLevel: "reporter",
  rotationConfiguration,
  rotateWith: "self",
});
new gitlab.ProjectVariable("reports", {
  project,
  key: "REPORTS_TOKEN",
  value: reports.token,
  masked: true,
  protected: true,
  environmentScope: "reports",
});

export const mirrors = pulumi.all([packages.token, packages.previousToken]);
export const renewedOn = { sources: sources.expiresAt, packages: packages.expiresAt, reports: reports.expiresAt };
