import { SETTING } from "./domain/settings";
import { meantInstead, namesGiven } from "./domain/unknown-names";
import * as pulumi from "./engine/sdk";

interface ProviderSettings {
  /**
   * The address of GitLab, with or without `/api/v4`: `https://gitlab.acme.example`. Changing it updates the provider; resources whose
   * state was made with another address then fail with an error, and nothing is touched.
   */
  readonly baseUrl: pulumi.Input<string>;

  /**
   * Certificates (PEM) of the authority that signed GitLab's own, beside those that Node trusts.
   * @default Node's own, and those in `NODE_EXTRA_CA_CERTS`
   */
  readonly caCert?: pulumi.Input<string>;

  /**
   * Headers for every request, for a proxy that asks for a credential of its own. Secret in the state.
   * @default none
   */
  readonly headers?: pulumi.Input<Record<string, pulumi.Input<string>>>;

  /**
   * How many changes to one allowlist run at the same time: a whole number from 1 to 32. `GITLAB_CI_ACCESS_CONCURRENCY` counts before it.
   * @default 10
   */
  readonly concurrency?: pulumi.Input<number>;
}

/** Exactly one of `token` and `tokenEnvironmentVariable`. No other credential is ever used in its place. */
export type ProviderArgs = ProviderSettings &
  (
    | {
        /**
         * The name of an environment variable that holds the token when Pulumi runs. The token then never enters the state, and it is
         * always the current one, also for `pulumi refresh` and `pulumi destroy`.
         */
        readonly tokenEnvironmentVariable: pulumi.Input<string>;
        readonly token?: never;
      }
    | {
        /** A personal, group, project or service account token with scope `api`. Kept in the state, encrypted. */
        readonly token: pulumi.Input<string>;
        readonly tokenEnvironmentVariable?: never;
      }
  );

/**
 * One GitLab and its credential, for programs that manage more than one, or that want no ambient settings. Pass it as the option
 * `provider`. Without it, resources use `GITLAB_BASE_URL` or `gitlab:baseUrl` and `GITLAB_TOKEN` or `gitlab:token`.
 *
 * - **Moving** a resource from one provider to another replaces it; where both have the same address, nothing is lost in GitLab. Two addresses of one GitLab
 *   count as two: change the address with `GITLAB_CI_ACCESS_RENAMED_FROM`, not by moving resources.
 *
 * @example A second GitLab beside the default one
 * ```ts
 * import * as gitlab from "pulumi-gitlab-ci-access";
 *
 * const acme = new gitlab.Provider("acme", { baseUrl: "https://gitlab.acme.example", tokenEnvironmentVariable: "ACME_GITLAB_TOKEN" });
 * new gitlab.JobTokenScope("billing", { project: "acme/billing" }, { provider: acme });
 * ```
 *
 * @see https://docs.gitlab.com/user/profile/personal_access_tokens/
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    mustBeSettings(name, args);
    const given = [args.token, args.tokenEnvironmentVariable].filter((credential) => credential !== undefined);
    if (given.length !== 1) {
      throw new pulumi.RunError(
        `Provider '${name}' needs exactly one of token and tokenEnvironmentVariable. Prefer tokenEnvironmentVariable: the token then never enters the state.`,
      );
    }
    super(
      "pulumi-nodejs",
      name,
      {
        [SETTING.explicit]: "true",
        [SETTING.baseUrl]: args.baseUrl,
        [SETTING.token]: args.token === undefined ? undefined : pulumi.secret(args.token),
        [SETTING.tokenEnvironmentVariable]: args.tokenEnvironmentVariable,
        [SETTING.caCert]: args.caCert,
        [SETTING.concurrency]:
          args.concurrency === undefined ? undefined : pulumi.output(args.concurrency).apply(String),
        [SETTING.headers]: args.headers === undefined ? undefined : pulumi.secret(pulumi.jsonStringify(args.headers)),
      },
      opts,
    );
  }
}

const KNOWN = Object.keys(SETTING).filter((key) => key !== "explicit");

/** Says what TypeScript says, for programs in JavaScript. */
function mustBeSettings(name: string, args: ProviderArgs): void {
  const unknown = namesGiven(args ?? {}).filter((key) => !KNOWN.includes(key));
  if (unknown.length > 0)
    throw new pulumi.RunError(
      `Provider '${name}' has no setting ${unknown.map((key) => `"${key}"`).join(", ")}: ${meantInstead(unknown, KNOWN)}`,
    );
  if (!args?.baseUrl)
    throw new pulumi.RunError(
      `Provider '${name}' needs baseUrl: GitLab's address, like "https://gitlab.acme.example".`,
    );
}
