import * as pulumi from "@pulumi/pulumi";
import * as gitlab from "pulumi-gitlab-ci-access";
import { fleet } from "./fleet";

const shard = new pulumi.Config().require("shard", { allowedValues: Object.keys(fleet) });

for (const [project, { projects = [], groups = [] }] of Object.entries(fleet[shard] ?? {})) {
  new gitlab.JobTokenAllowlist(project, { project, enabled: true, projects, groups });
}
