import * as gitlab from "pulumi-gitlab-ci-access";

new gitlab.AccessMap("acme", { from: "access" });
