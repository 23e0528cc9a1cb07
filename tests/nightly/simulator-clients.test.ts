import { join } from "node:path";
import { startSimulator } from "../../simulator";
import { EmptyFolder } from "../support/empty-folder";

const clients = join(__dirname, "clients");

/** Each client from its own registry, and the program that makes its typed calls of this domain. */
const CLIENTS = {
  Gitbeaker: [
    "npm init -y > setup.log",
    "npm install --no-audit --no-fund @gitbeaker/rest@43.8.0 >> setup.log",
    `cp ${join(clients, "gitbeaker.mjs")} .`,
    "node gitbeaker.mjs",
  ],
  "python-gitlab": [
    "python3 -m pip install --quiet --disable-pip-version-check --target packages python-gitlab==8.6.0 2> setup.log",
    `PYTHONPATH=packages python3 ${join(clients, "python_gitlab.py")}`,
  ],
  "GitLab's Go client": [
    `cp ${join(clients, "client-go", "main.go")} .`,
    "go mod init client > setup.log 2>&1",
    "go get gitlab.com/gitlab-org/api/client-go@v1.46.0 >> setup.log 2>&1",
    "go run .",
  ],
};

it.each(Object.entries(CLIENTS))(
  "%s works with the simulated GitLab, which refuses it nothing",
  async (_, commands) => {
    const lines: string[] = [];
    const simulator = await startSimulator({ log: (line) => lines.push(line) });
    const env = { GITLAB_URL: simulator.url, GITLAB_TOKEN: simulator.token };
    const folder = await EmptyFolder.create({ env });
    try {
      const { code, output } = await folder.sh(commands.join("\n"));

      expect({ code, lines, output: output.trim() }).toMatchObject({ code: 0, lines: [] });
      expect(JSON.parse(output)).toEqual({
        allowed: ["billing", "deploy"],
        variable: "west",
        rotated: true,
        tags: ["deploy"],
        projects: expect.arrayContaining(["billing"]),
      });
    } finally {
      await folder.remove();
      await simulator.close();
    }
  },
);
