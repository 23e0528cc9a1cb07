import { join } from "node:path";

/** What Pulumi and its Node processes see of the environment that the tests run in. */
export const surroundings = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, "compile-cache.js"))}`,
};
