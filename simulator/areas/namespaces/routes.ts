import { groupListRoutes } from "./group-list-routes";
import { groupRoutes } from "./group-routes";
import { namespaceRoutes as oneNamespaceRoutes } from "./namespace-routes";
import { projectRoutes } from "./project-routes";
import { searchRoutes } from "./search-routes";
import { shareRoutes } from "./share-routes";

export const namespaceRoutes = [
  ...oneNamespaceRoutes,
  ...groupRoutes,
  ...groupListRoutes,
  ...projectRoutes,
  ...shareRoutes,
  ...searchRoutes,
];
