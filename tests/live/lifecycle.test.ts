import { World } from "../support/gitlab/world";
import { describeSharedPromises } from "../support/resources/promises";
import { forEveryResource } from "../support/resources/with-resource";

const target = { url: process.env.GITLAB_ACCEPTANCE_URL ?? "", token: process.env.GITLAB_ACCEPTANCE_TOKEN ?? "" };

forEveryResource(
  () => target,
  () => World.create(target.url, target.token),
  describeSharedPromises,
);
