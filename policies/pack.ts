import { PolicyPack } from "@pulumi/policy";
import * as rules from "./index";

/** The pack that `--policy-pack` runs. A composed pack imports the rules, not this file: a process can run one pack only. */
new PolicyPack("pulumi-gitlab-ci-access", {
  displayName: "GitLab CI access",
  description:
    "Which CI job tokens open which GitLab project, and how runners and tokens are kept: refuses what is unsafe before it is applied.",
  policies: Object.values(rules),
});
