import { World } from "../support/gitlab/world";
import { InProcessProviders } from "../support/in-process/in-process-providers";
import { ProcessPool } from "../support/process/process-pool";
import { describePromises } from "../support/resources/promises";
import { describeRefusals } from "../support/resources/refusals";
import { rows } from "../support/resources/table";
import { forEachResource } from "../support/resources/with-resource";

const target = { url: process.env.GITLAB_ACCEPTANCE_URL ?? "", token: process.env.GITLAB_ACCEPTANCE_TOKEN ?? "" };
const setting = { target: () => target, makeWorld: () => World.create(target.url, target.token) };

forEachResource(rows, { ...setting, providers: new ProcessPool() }, describePromises);
forEachResource(rows, { ...setting, providers: new InProcessProviders() }, describeRefusals);
