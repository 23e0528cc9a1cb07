import { impersonationTokenRoutes } from "./impersonation-routes";
import { tokenInventoryRoutes } from "./inventory-routes";
import { personalTokenRoutes } from "./personal-routes";
import { resourceTokenRoutes } from "./resource-routes";

export const tokenRoutes = [
  ...personalTokenRoutes,
  ...impersonationTokenRoutes,
  ...resourceTokenRoutes,
  ...tokenInventoryRoutes,
];
