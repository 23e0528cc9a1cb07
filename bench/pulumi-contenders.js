// @ts-check
const { openStack } = require("./stack");

const world = 'const { project, projects, groups } = require("./world.json");\n';

const list = `${world}
const gitlab = require("pulumi-gitlab-ci-access");
new gitlab.JobTokenAllowlist("billing", { project, enabled: true, projects, ...(groups.length > 0 && { groups }) });
`;

const entries = `${world}
const gitlab = require("pulumi-gitlab-ci-access");
for (const targetProject of projects) new gitlab.ScopeAllowlistEntry("acme-" + targetProject, { project, targetProject });
`;

/** As many dynamic resources of the same names and inputs, whose provider returns at once: Pulumi's own cost. */
const floor = `${world}
const pulumi = require("@pulumi/pulumi");
const provider = {
  diff: async (id, olds, news) => ({ changes: olds.targetProject !== news.targetProject }),
  create: async (inputs) => ({ id: "1", outs: inputs }),
};
class Floor extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(provider, name, args);
  }
}
for (const targetProject of projects) new Floor("acme-" + targetProject, { project, targetProject });
`;

/** The least that Pulumi can take: a short text in place of the serialised provider, and no more of the SDK than it needs, as in this package. */
const leanFloor = `${world}
const { CustomResource } = require("@pulumi/pulumi/resource");
const text = "exports.handler=()=>({diff:async(i,o,n)=>({changes:o.targetProject!==n.targetProject}),create:async(i)=>({id:'1',outs:i})})";
class Floor extends CustomResource {
  constructor(name, args) {
    super("pulumi-nodejs:dynamic/gitlab:FloorAllowlistEntry", name, { ...args, __provider: text });
  }
}
for (const targetProject of projects) new Floor("acme-" + targetProject, { project, targetProject });
`;

/**
 * @param {string} name
 * @param {string} program
 * @param {{ isReal?: boolean }} options
 * @returns {import("./shapes").Contender}
 */
function contender(name, program, { isReal = true } = {}) {
  return {
    name,
    isReal,
    async open(gitlab, { project, projects, groups }) {
      const files = { "index.js": program, "world.json": JSON.stringify({ project, projects, groups }) };
      const { pulumi, close } = await openStack(files, { env: gitlab.env });
      const steps = {
        up: () => pulumi("up", "--yes", "--skip-preview"),
        same: () => pulumi("up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes"),
        refresh: () => pulumi("refresh", "--yes", "--skip-preview"),
        ...(isReal && { repair: () => pulumi("up", "--yes", "--skip-preview", "--refresh") }),
        destroy: () => pulumi("destroy", "--yes", "--skip-preview"),
        previewed: () => pulumi("up", "--yes"),
      };
      return { steps, close };
    },
  };
}

module.exports = {
  list: contender("`JobTokenAllowlist`", list),
  entries: contender("single entries", entries),
  floor: contender("resources that do nothing", floor, { isReal: false }),
  leanFloor: contender("lean resources that do nothing", leanFloor, { isReal: false }),
};
