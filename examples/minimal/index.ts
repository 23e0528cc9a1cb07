import * as pulumi from "@pulumi/pulumi";
import * as gitlab from "pulumi-gitlab-ci-access";

const project = "acme/billing";
const callers = new pulumi.Config().getObject<string[]>("callers") ?? ["acme/deploy"];
const entries = callers.map((caller) => new gitlab.ScopeAllowlistEntry(caller, { project, targetProject: caller }));
new gitlab.JobTokenScope("billing", { project }, { dependsOn: entries });
