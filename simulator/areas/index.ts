import type { Route } from "../grape/router";
import { allowlistRoutes } from "./allowlists/routes";
import { instanceRoutes } from "./instance/routes";
import { memberRoutes } from "./members/routes";
import { mergeRequestRoutes } from "./merge-requests/routes";
import { namespaceRoutes } from "./namespaces/routes";
import { repositoryRoutes } from "./repositories/routes";
import { runnerRoutes } from "./runners/routes";
import { tokenRoutes } from "./tokens/routes";
import { userRoutes } from "./users/routes";
import { variableRoutes } from "./variables/routes";

/** Every endpoint of the simulated GitLab. */
export const routes: readonly Route[] = [
  ...instanceRoutes,
  ...userRoutes,
  ...tokenRoutes,
  ...namespaceRoutes,
  ...memberRoutes,
  ...allowlistRoutes,
  ...variableRoutes,
  ...repositoryRoutes,
  ...mergeRequestRoutes,
  ...runnerRoutes,
];
