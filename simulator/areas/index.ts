import type { Route } from "../grape/router";
import { jobTokenScopeRoutes } from "./allowlists/routes";
import { emptyListRoutes } from "./instance/empty-lists";
import { metadataRoutes } from "./instance/metadata";
import { settingsRoutes } from "./instance/settings";
import { memberRoutes } from "./members/routes";
import { noteRoutes } from "./merge-requests/notes";
import { mergeRequestRoutes } from "./merge-requests/routes";
import { groupListRoutes } from "./namespaces/group-lists";
import { groupRoutes } from "./namespaces/groups";
import { namespaceRoutes } from "./namespaces/namespaces";
import { projectChangeRoutes } from "./namespaces/project-changes";
import { projectRoutes } from "./namespaces/projects";
import { repositoryFileRoutes } from "./namespaces/repository-files";
import { runnerAssignmentRoutes } from "./runners/assignments";
import { runnerListRoutes } from "./runners/lists";
import { runnerRegistrationRoutes } from "./runners/registration";
import { runnerRoutes } from "./runners/routes";
import { runnerSelfRoutes } from "./runners/self";
import { userRunnerRoutes } from "./runners/user-runners";
import { impersonationTokenRoutes } from "./tokens/impersonation";
import { personalAccessTokenRoutes } from "./tokens/personal";
import { resourceAccessTokenRoutes } from "./tokens/resource";
import { userRoutes } from "./users/routes";
import { variableRoutes } from "./variables/routes";

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
