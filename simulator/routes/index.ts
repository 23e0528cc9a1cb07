import type { Route } from "../router";
import { emptyListRoutes } from "./empty-lists";
import { groupListRoutes } from "./group-lists";
import { groupRoutes } from "./groups";
import { impersonationTokenRoutes } from "./impersonation-tokens";
import { jobTokenScopeRoutes } from "./job-token-scope";
import { memberRoutes } from "./members";
import { mergeRequestRoutes } from "./merge-requests";
import { metadataRoutes } from "./metadata";
import { namespaceRoutes } from "./namespaces";
import { noteRoutes } from "./notes";
import { personalAccessTokenRoutes } from "./personal-access-tokens";
import { projectChangeRoutes } from "./project-changes";
import { projectRoutes } from "./projects";
import { repositoryFileRoutes } from "./repository-files";
import { resourceAccessTokenRoutes } from "./resource-access-tokens";
import { runnerAssignmentRoutes } from "./runner-assignments";
import { runnerListRoutes } from "./runner-lists";
import { runnerRegistrationRoutes } from "./runner-registration";
import { runnerSelfRoutes } from "./runner-self";
import { runnerRoutes } from "./runners";
import { settingsRoutes } from "./settings";
import { userRunnerRoutes } from "./user-runners";
import { userRoutes } from "./users";
import { variableRoutes } from "./variables";

/** Every endpoint of the simulated GitLab. */
export const routes: readonly Route[] = [
  ...metadataRoutes,
  ...settingsRoutes,
  ...userRoutes,
  ...personalAccessTokenRoutes,
  ...impersonationTokenRoutes,
  ...resourceAccessTokenRoutes,
  ...namespaceRoutes,
  ...groupRoutes,
  ...groupListRoutes,
  ...projectRoutes,
  ...projectChangeRoutes,
  ...memberRoutes,
  ...jobTokenScopeRoutes,
  ...variableRoutes,
  ...repositoryFileRoutes,
  ...mergeRequestRoutes,
  ...noteRoutes,
  ...userRunnerRoutes,
  ...runnerRoutes,
  ...runnerListRoutes,
  ...runnerAssignmentRoutes,
  ...runnerRegistrationRoutes,
  ...runnerSelfRoutes,
  ...emptyListRoutes,
];
