import { scenario, succeeds } from "../support/scenario";

const WIDENING = ["--fail-on", "widening"];
const withoutCredential = { GITLAB_TOKEN: "" };

it(
  "a secret that changes, a second GitLab, stronger tokens and code of its own are told, each where it belongs",
  scenario(async ({ project, world, billing, deploy, simulator }) => {
    const [docs, shop] = [await world.project("docs"), await world.project("shop")];
    const anotherName = simulator.url.replace("127.0.0.1", "localhost");
    // By id: a path that changes would be looked up, which takes a credential.
    const program = (target: number, scopes: string, more = "") => `
      const project = "${billing.path}";
      new gitlab.ScopeAllowlistEntry("known", { project, targetProject: "${deploy.path}" });
      new gitlab.ScopeAllowlistEntry("secret", { project, targetProject: pulumi.secret(${target}) });
      new gitlab.RotatingProjectToken("release", {
        project, name: "release", scopes: ${scopes}, accessLevel: "reporter",
        rotationConfiguration: { expirationDays: 30, rotateBeforeDays: 7 },
      });
      new gitlab.GroupVariable("flag", { group: "${world.group.path}", key: "FLAG", value: "some-value-1", protected: ${more === ""} });
      ${more}`;
    await project.program(program(shop.id, '["read_api"]'));
    await succeeds(project.up());
    const foreign = `
      const b = new gitlab.Provider("b", { baseUrl: "${anotherName}", tokenEnvironmentVariable: "GITLAB_TOKEN" });
      new gitlab.ScopeAllowlistEntry("there", { project, targetProject: "${deploy.path}" }, { provider: b });
      class Scope extends pulumi.CustomResource {
        constructor(name) {
          const __provider = "exports.handler=()=>require('pulumi-gitlab-ci-access/runtime').provider('JobTokenScope')";
          super("pulumi-nodejs:dynamic:Resource", name, { __provider, __key: "0123456789ab", project, enabled: false });
        }
      }
      new Scope("sly");`;
    await project.program(program(docs.id, '["api"]', foreign));

    const { code, output } = await project.report(WIDENING, withoutCredential);

    expect(code).toBe(10);
    expect(output).toContain("> [!caution]\n> **This change widens access**: ");
    expect(output).toContain(
      `- **Gains**: job tokens of a project that the program keeps secret may open \`${billing.path}\``,
    );
    expect(output).toContain(`- **May gain**: job tokens of \`${deploy.path}\` may open \`${billing.path}\``);
    expect(output).toContain("`scopes`: `read_api` → `api`; **gives more than before** by `scopes`");
    expect(output).toContain("`protected`: `true` → `false`; **gives more than before** by `protected`");
    expect(output).toMatch(/^#### Not judged\n\n- `sly`: it runs code of its own, as pulumi-nodejs:dynamic:Resource$/m);
    expect(output).not.toMatch(/some-value-1|No job token gains access/);
  }),
);

it(
  "what GitLab holds already is taken over with a credential, and may be there already without one",
  scenario(async ({ project, world, billing, deploy, simulator }) => {
    const docs = await world.project("docs");
    for (const { id } of [deploy, docs])
      await world.api.post(`/projects/${billing.id}/job_token_scope/allowlist`, { target_project_id: id });
    await project.program(`
      new gitlab.JobTokenAllowlist("billing", { project: "${billing.path}", projects: ["${deploy.path}", "${docs.path}"], enabled: true });`);

    const without = await project.report(WIDENING, withoutCredential);
    const compared = await project.report(WIDENING);

    expect(without.code).toBe(10);
    expect(without.output).toContain("Declared for the first time; may be there already:");
    expect(compared.code).toBe(0);
    expect(compared.output).toContain(
      "No job token gains access, and no token, variable or runner gives more: 2 taken over, 1 change in all.",
    );
    expect(simulator.admits(billing.id, docs.id)).toBe(true);
  }),
);
