// @ts-check
const { GitLab } = require("../gitlab");
const { demand } = require("./demand");

/** What the example is about: the group acme with the projects billing, deploy and docs. */
class World {
  #simulator;
  #gitlab;
  #places;

  /**
   * @param {import("../../simulator").Simulator} simulator
   * @param {GitLab} gitlab
   * @param {Readonly<Record<"billing" | "deploy" | "docs", import("../gitlab").Place>>} places
   */
  constructor(simulator, gitlab, places) {
    this.#simulator = simulator;
    this.#gitlab = gitlab;
    this.#places = places;
  }

  /** @param {import("../../simulator").Simulator} simulator */
  static async made(simulator) {
    const gitlab = new GitLab(simulator);
    const acme = await gitlab.group("acme");
    const project = (/** @type {string} */ name) => gitlab.project(name, acme);
    const places = { billing: await project("billing"), deploy: await project("deploy"), docs: await project("docs") };
    return new World(simulator, gitlab, places);
  }

  /** @param {string[]} paths */
  async mustLetIn(...paths) {
    const { billing } = this.#places;
    const allowed = (await this.#gitlab.allowed(billing)).map((project) => project.path).sort();
    const { inbound_enabled: isClosed } = await this.#gitlab.call("GET", `/projects/${billing.id}/job_token_scope`);
    const others = isClosed ? "no other project" : "everybody else";
    console.log(`\nGitLab lets into acme/billing: ${allowed.join(", ") || "nobody"}, and ${others}.`);
    demand(isClosed, "the project is open to every project's job tokens");
    demand(`${allowed}` === `${paths}`, `GitLab does not let in exactly ${paths.join(", ") || "nobody"}`);
  }

  async changeByHand() {
    const { billing, deploy, docs } = this.#places;
    const list = `/projects/${billing.id}/job_token_scope/allowlist`;
    await this.#gitlab.call("POST", list, { target_project_id: docs.id });
    await this.#gitlab.call("DELETE", `${list}/${deploy.id}`);
  }

  /** @returns {Promise<{ id: number, expires_at: string }[]>} */
  liveTokens() {
    return this.#gitlab.call("GET", `/projects/${this.#places.billing.id}/access_tokens?state=active`);
  }

  writes() {
    return [...this.#simulator.requests].filter(({ method }) => method !== "GET").length;
  }

  /** @param {number} days */
  letPass(days) {
    this.#simulator.clock.advance({ days });
    return this.#simulator.clock.now().toISOString();
  }
}

module.exports = { World };
