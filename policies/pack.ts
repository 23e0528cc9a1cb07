import { PolicyPack } from "@pulumi/policy";
import * as rules from "./index";

/** What `--policy-pack` runs. Composed packs import the rules instead: a process can hold one pack only, and this file starts it. */
new PolicyPack("pulumi-gitlab-ci-access", {
  displayName: "GitLab CI access",
  description:
    "Which CI job tokens open which GitLab project, and how runners and tokens are kept: refuses what is unsafe before it is applied.",
  policies: Object.values(rules),
});
