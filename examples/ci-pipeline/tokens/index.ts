import * as gitlab from "pulumi-gitlab-ci-access";

// The deployment reads checkout's sources: renewed a week before its end, and handed on in the same run.
const sources = new gitlab.RotatingProjectToken("sources", {
  project: "acme/checkout",
  name: "deploy reads the sources",
  scopes: ["read_repository"],
  accessLevel: "reporter",
  rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
});
new gitlab.ProjectVariable("sources", {
  project: "acme/deploy",
  key: "CHECKOUT_SOURCES_TOKEN",
  value: sources.token,
  masked: true,
  protected: true,
});
