import { PolicyPack } from "@pulumi/policy";
import * as rules from "./index";

/** What `--policy-pack` runs. Composed packs import the rules instead: a process can hold one pack only, and this file starts it. */
new PolicyPack("pulumi-gitlab-ci-access", {
  displayName: "GitLab CI access",
  description: "Who may use CI job tokens on which GitLab project: refuses what is unsafe before it is applied.",
  policies: Object.values(rules),
});
