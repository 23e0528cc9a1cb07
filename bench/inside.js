// @ts-check
// The lifecycle of one JobTokenAllowlist, called as Pulumi's provider process calls it; prints what each call took as JSON.
const { provider } = require("pulumi-gitlab-ci-access/runtime");
const { MeasuredGitLab } = require("./gitlab");

/** @param {{ project: string | number, projects: (string | number)[], groups: (string | number)[], before?: number }} input */
async function main({ project, projects, groups, before }) {
  const gitlab = new MeasuredGitLab({ url: process.env.GITLAB_BASE_URL ?? "", token: process.env.GITLAB_TOKEN ?? "" });
  const hooks = provider("JobTokenAllowlist");
  hooks.configure({ config: { get: () => undefined } });
  const declared = async (/** @type {number} */ count) => {
    const args = { project, enabled: true, projects: projects.slice(0, count), ...(groups.length > 0 && { groups }) };
    const { inputs, failures } = await hooks.check({}, { ...args, __key: "benchbenchbe" });
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return inputs;
  };
  const all = await declared(projects.length);
  const former = before === undefined ? undefined : await hooks.create(await declared(before));
  const change = () => (former === undefined ? hooks.create(all) : hooks.update(former.id, former.outs, all));
  const { value, ...apply } = await gitlab.timed(change);
  const { value: found, ...refresh } = await gitlab.timed(() => hooks.read("", value.outs));
  const ids = found.props?.projectIds;
  if (!Array.isArray(ids) || ids.length !== projects.length) throw new Error("GitLab does not hold what was declared");
  process.stdout.write(JSON.stringify({ apply, refresh }));
}

main(JSON.parse(process.argv[2] ?? "{}")).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
