// @ts-check
const fs = require("node:fs");
const path = require("node:path");
const { GitLab } = require("../gitlab");
const { cliEnvironment, isolatedPulumi } = require("../pulumi/environment");
const { run } = require("../setup/command");
const { root } = require("../setup/machine");
const { demand } = require("./demand");

/** @type {{ bin: Record<string, string> }} */
const { bin } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));

/** The CLI in a copy of the example, with a backend, a home and a passphrase of its own: nothing of the user's is read or written. */
class Stack {
  #folder;
  #env;
  #program;

  /**
   * @param {string} folder
   * @param {{ url: string, token: string }} gitlab
   */
  constructor(folder, gitlab) {
    this.#folder = folder;
    this.#program = path.join(folder, "index.ts");
    this.#env = cliEnvironment({
      ...withoutGitLab(process.env),
      ...new GitLab(gitlab).env,
      ...isolatedPulumi(folder, "demo"),
    });
  }

  async prepare() {
    const options = { cwd: this.#folder, env: this.#env };
    const { code, output } = await run("pulumi", ["stack", "init", "demo", "--non-interactive"], options);
    demand(code === 0, `the stack could not be made: ${output}`);
  }

  /**
   * Changes the program, and shows it.
   * @param {(program: string) => string} change
   */
  edit(change) {
    const changed = change(fs.readFileSync(this.#program, "utf8"));
    fs.writeFileSync(this.#program, changed);
    console.log(`index.ts\n\n${changed.trimEnd().replace(/^(?=.)/gm, "    ")}\n`);
  }

  /**
   * A command that must succeed.
   * @param {(string | Record<string, string>)[]} args the command's words, and variables that it gets
   */
  async pulumi(...args) {
    demand((await this.run(...args)) === 0, `pulumi ${args[0]} failed`);
  }

  /** @param {(string | Record<string, string>)[]} args */
  run(...args) {
    const words = args.filter((arg) => typeof arg === "string");
    const variables = Object.assign({}, ...args.filter((arg) => typeof arg === "object"));
    const set = Object.entries(variables).map(([name, value]) => `${name}=${value} `);
    console.log(`$ ${set.join("")}pulumi ${words.join(" ")}\n`);
    const colors = process.stdout.isTTY ? ["--color=always"] : [];
    return this.#show("pulumi", [...words, "--non-interactive", ...colors], variables);
  }

  /** @param {string[]} args */
  report(...args) {
    console.log(`$ npx --no-install gitlab-ci-access report ${args.join(" ")}\n`);
    return this.#show(process.execPath, [path.join(root, bin["gitlab-ci-access"] ?? ""), "report", ...args]);
  }

  /**
   * What is printed is passed on and not written to our terminal by the program itself: Pulumi would ask it for its colour, and wait.
   * @param {string} command
   * @param {string[]} args
   * @param {Record<string, string>} [variables]
   */
  async #show(command, args, variables = {}) {
    const env = { ...this.#env, ...variables };
    const onOutput = (/** @type {string} */ text) => process.stdout.write(text);
    const { code } = await run(command, args, { cwd: this.#folder, env, onOutput });
    return code;
  }
}

/** @param {NodeJS.ProcessEnv} env */
function withoutGitLab(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(GITLAB_|CI_)/.test(name)));
}

module.exports = { Stack };
