// @ts-check

/** @typedef {{ id: number, path: string }} Place a project or group, with its full path */

/** GitLab's REST API, as the demo and the bench use it: to prepare a world, to look at it, and to change it by hand. */
class GitLab {
  /** @param {{ url: string, token: string }} access */
  constructor({ url, token }) {
    this.url = url;
    this.token = token;
    this.env = { GITLAB_BASE_URL: url, GITLAB_TOKEN: token };
  }

  /**
   * @param {string} method
   * @param {string} target a path below `/api/v4`
   * @param {object} [body]
   * @returns {Promise<any>} the answer's JSON: each caller knows its endpoint's
   */
  async call(method, target, body) {
    const response = await fetch(`${this.url}/api/v4${target}`, {
      method,
      headers: { "private-token": this.token, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${target} answered ${response.status}: ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  }

  /**
   * @param {string} name
   * @param {Place} [parent]
   * @returns {Promise<Place>}
   */
  async group(name, parent) {
    const { id } = await this.call("POST", "/groups", { name, path: name, ...(parent && { parent_id: parent.id }) });
    return { id, path: parent ? `${parent.path}/${name}` : name };
  }

  /**
   * @param {string} name
   * @param {Place} parent
   * @returns {Promise<Place>}
   */
  async project(name, parent) {
    const { id } = await this.call("POST", "/projects", { name, namespace_id: parent.id });
    return { id, path: `${parent.path}/${name}` };
  }

  /**
   * Who may come in: GitLab's own entry, the project itself, is left out.
   * @param {Place} project
   * @param {"allowlist" | "groups_allowlist"} [list]
   * @returns {Promise<Place[]>}
   */
  async allowed(project, list = "allowlist") {
    const found = [];
    for (let page = 1; ; page += 1) {
      const rows = await this.call("GET", `/projects/${project.id}/job_token_scope/${list}?per_page=100&page=${page}`);
      for (const row of rows) found.push({ id: row.id, path: row.path_with_namespace ?? row.full_path ?? row.name });
      if (rows.length < 100) return found.filter(({ id }) => list !== "allowlist" || id !== project.id);
    }
  }
}

module.exports = { GitLab };
