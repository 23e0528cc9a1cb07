// @ts-check
const { GitLab } = require("../tools/gitlab");
const { startSimulator } = require("./simulator");

/** @typedef {import("./shapes").Place} Place */

/** So many requests at a time prepare the world. */
const SEEDING_AT_ONCE = 20;
const TEAMS = 20;
const LISTS = /** @type {const} */ (["allowlist", "groups_allowlist"]);

/** @param {number} latencyMs */
async function startGitLab(latencyMs) {
  const { said, close } = await startSimulator(["--latency", `${latencyMs}`, "--no-enforcement"]);
  return { gitlab: new MeasuredGitLab(said), close };
}

/** GitLab with a latency, that counts its requests. */
class MeasuredGitLab extends GitLab {
  /**
   * What `act` takes: time, and the requests that GitLab counts.
   * @template T
   * @param {() => Promise<T>} act
   */
  async timed(act) {
    await fetch(`${this.url}/__simulator/requests`, { method: "DELETE" });
    const started = performance.now();
    const value = await act();
    const ms = performance.now() - started;
    const answer = await fetch(`${this.url}/__simulator/requests`);
    const seen = /** @type {{ requests: unknown[], maxConcurrency: number }} */ (await answer.json());
    return { ms, requests: seen.requests.length, atOnce: seen.maxConcurrency, value };
  }

  /**
   * @param {Place} project
   * @param {"allowlist" | "groups_allowlist"} list
   */
  async listed(project, list) {
    return (await this.allowed(project, list)).map(({ id }) => id);
  }

  /**
   * The switch off, so that whoever comes has to turn it on.
   * @param {Place} project
   */
  open(project) {
    return this.call("PATCH", `/projects/${project.id}/job_token_scope`, { enabled: false });
  }

  /**
   * @param {Place} project
   * @param {readonly number[]} ids
   * @param {"allowlist" | "groups_allowlist"} list
   */
  removeByHand(project, ids, list = "allowlist") {
    return inTurn(ids, (id) => this.call("DELETE", `/projects/${project.id}/job_token_scope/${list}/${id}`));
  }

  /** @param {Place} project */
  async clear(project) {
    for (const list of LISTS) await this.removeByHand(project, await this.listed(project, list), list);
  }
}

/**
 * The project acme/billing, and who is let in: 200 projects in one tree of groups, 200 in 20 groups that have nothing above them, and 200
 * groups. Addressed by id, it makes no difference where they are.
 * @param {MeasuredGitLab} gitlab
 * @returns {Promise<import("./shapes").World>}
 */
async function seed(gitlab) {
  const group = (/** @type {string} */ name, /** @type {Place | undefined} */ parent = undefined) =>
    gitlab.group(name, parent);
  const project = (/** @type {string} */ name, /** @type {Place} */ parent) => gitlab.project(name, parent);
  const acme = await group("acme");
  const [services, callers] = [await group("services", acme), await group("callers", acme)];
  const teams = await inTurn(range(TEAMS), (n) => group(`team-${n}`, services));
  const others = await inTurn(range(TEAMS), (n) => group(`partner-${n}`));
  const inTeams = (/** @type {readonly Place[]} */ places) =>
    inTurn(range(200), (n) => project(`service-${n}`, places[n % TEAMS] ?? services));
  return {
    billing: await project("billing", acme),
    tree: await inTeams(teams),
    spread: await inTeams(others),
    groups: await inTurn(range(200), (n) => group(`caller-${n}`, callers)),
  };
}

/**
 * @template T, R
 * @param {readonly T[]} items
 * @param {(item: T) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
async function inTurn(items, work) {
  /** @type {R[]} */
  const results = [];
  for (let from = 0; from < items.length; from += SEEDING_AT_ONCE)
    results.push(...(await Promise.all(items.slice(from, from + SEEDING_AT_ONCE).map(work))));
  return results;
}

/** @param {number} length */
function range(length) {
  return Array.from({ length }, (_, n) => n);
}

module.exports = { LISTS, MeasuredGitLab, seed, startGitLab };
