import { describeSharedPromises } from "../support/promises";
import { forEveryResource } from "../support/stage";
import { World } from "../support/world";

const target = { url: process.env.GITLAB_ACCEPTANCE_URL ?? "", token: process.env.GITLAB_ACCEPTANCE_TOKEN ?? "" };

forEveryResource(
  () => target,
  () => World.create(target.url, target.token),
  describeSharedPromises,
);
