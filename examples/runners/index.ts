import * as pulumi from "@pulumi/pulumi";
import * as gitlab from "pulumi-gitlab-ci-access";

const billing = new gitlab.UserRunner("billing", {
  runnerType: "project_type",
  project: "acme/billing",
  description: "billing's own machine",
  tagList: ["billing"],
  runUntagged: false,
  locked: true,
});

const shared = new gitlab.UserRunner(
  "shared",
  {
    runnerType: "instance_type",
    description: "builds for everyone",
    tagList: ["docker"],
    runUntagged: false,
    maximumTimeout: 3600,
  },
  { protect: true },
);

// Its machine gets config.toml from Pulumi and never renews the token itself: Pulumi does.
const deploy = new gitlab.UserRunner(
  "deploy",
  {
    runnerType: "group_type",
    group: "acme",
    description: "deployments from protected branches",
    tagList: ["deploy"],
    runUntagged: false,
    accessLevel: "ref_protected",
    rotateBeforeDays: 7,
  },
  { protect: true },
);

export const billingToken = billing.token;
export const sharedToken = shared.token;
export const deployConfig = pulumi.interpolate`[[runners]]
  name = "deploy"
  url = "https://gitlab.acme.example"
  token = "${deploy.token}"
  executor = "docker"
  [runners.docker]
    image = "alpine:3"
  [runners.feature_flags]
    FF_DISABLE_AUTOMATIC_TOKEN_ROTATION = true
`;
