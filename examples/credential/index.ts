import * as pulumi from "@pulumi/pulumi";
import * as gitlab from "pulumi-gitlab-ci-access";

// Made once with the credential of an owner of the group. From then on it renews itself and needs nobody.
const credential = new gitlab.RotatingGroupToken(
  "credential",
  {
    group: "acme",
    name: "Pulumi manages access",
    scopes: ["api"],
    accessLevel: "maintainer",
    rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 10 },
    rotateWith: "self",
  },
  { protect: true },
);

// The GITLAB_TOKEN of this very run is dead once the token was rotated: what comes after needs the new value.
const renewed = new gitlab.Provider("renewed", {
  baseUrl: new pulumi.Config("gitlab").require("baseUrl"),
  token: credential.token,
});
new gitlab.ProjectVariable(
  "credential",
  {
    project: "acme/access",
    key: "GITLAB_TOKEN",
    value: credential.token,
    protected: true,
    masked: true,
    hidden: true,
    replaceExisting: true, // What was set by hand gives way, and what a killed run has made and nobody can compare.
  },
  { provider: renewed, protect: true },
);

export const renewedOn = credential.expiresAt;
