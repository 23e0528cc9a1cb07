import { groupListRoutes } from "./group-list-routes";
import { groupRoutes } from "./group-routes";
import { namespaceRoutes as oneNamespaceRoutes } from "./namespace-routes";
import { projectRoutes } from "./project-routes";

export const namespaceRoutes = [...oneNamespaceRoutes, ...groupRoutes, ...groupListRoutes, ...projectRoutes];
