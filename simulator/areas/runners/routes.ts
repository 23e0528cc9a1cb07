import { runnerCreationRoutes } from "./creation-routes";
import { runnerListRoutes } from "./list-routes";
import { runnerRoutes as oneRunnerRoutes } from "./runner-routes";
import { runnerSelfRoutes } from "./self-routes";

export const runnerRoutes = [...runnerCreationRoutes, ...oneRunnerRoutes, ...runnerListRoutes, ...runnerSelfRoutes];
