import { error, factsIn, message } from "../../facts/fact";
import { anInstance } from "../../facts/world";

const change = "PUT /application/settings";
const route = "lib/api/settings.rb";
const model = "app/models/application_setting.rb";
const fact = factsIn(anInstance);

/** What is refused before GitLab's model sees it. */
const ILL_FORMED = [
  ["a visibility is none that there is", { default_project_visibility: "secret" }, "does not have a valid value"],
  ["the protection of branches is none that there is", { default_branch_protection: 5 }, "does not have a valid value"],
  ["a switch is neither on nor off", { signup_enabled: "maybe" }, "is invalid"],
  ["a number is a word", { default_projects_limit: "many" }, "is invalid"],
  ["the registrars are one text", { valid_runner_registrars: "project,group" }, "is invalid"],
] as const;

/** What GitLab's model refuses. */
const REFUSED = [
  ["the size is none", { max_artifacts_size: 0 }, ["must be greater than 0"]],
  ["the size is null", { max_attachment_size: null }, ["is not a number"]],
  ["the session is to last no time", { session_expire_delay: 0 }, ["must be greater than 0"]],
  ["a switch is null", { enforce_ci_inbound_job_token_scope_enabled: null }, ["must be a boolean value"]],
  [
    "the prefix has letters that GitLab takes for none",
    { personal_access_token_prefix: "my tokens" },
    ["can contain only letters of the Base64 alphabet (RFC4648) with the addition of '@', ':' and '.'"],
  ],
  [
    "the prefix is too long",
    { personal_access_token_prefix: "x".repeat(21) },
    ["is too long (maximum is 20 characters)"],
  ],
  [
    "the CI/CD file is to be outside the repository",
    { default_ci_config_path: "../ci.yml" },
    ["cannot include leading slash or directory traversal."],
  ],
  [
    "a registrar is none that there is",
    { valid_runner_registrars: ["nobody"] },
    ['["nobody"] is not included in the list'],
  ],
] as const;

export const settingFacts = [
  ...ILL_FORMED.map(([when, json, reason]) =>
    fact(change, `400 when ${when}`, {
      call: ({ root }) => ({ as: root, json }),
      body: error(`${Object.keys(json)[0]} ${reason}`),
      source: route,
    }),
  ),
  ...(
    [
      ["require_two_factor_authentication", "two_factor_grace_period"],
      ["shared_runners_enabled", "shared_runners_text"],
    ] as const
  ).map(([name, needed]) =>
    fact(change, `400 when ${name} is switched on without ${needed}`, {
      call: ({ root }) => ({ as: root, json: { [name]: true } }),
      body: error(`${needed} is missing`),
      source: route,
    }),
  ),
  ...REFUSED.map(([when, json, reasons]) =>
    fact(change, `400 when ${when}`, {
      call: ({ root }) => ({ as: root, json }),
      body: message({ [Object.keys(json)[0] ?? ""]: reasons }),
      source: model,
    }),
  ),
  ...(
    [
      [0, "must be greater than 0"],
      [91, "must be less than or equal to 90"],
    ] as const
  ).map(([deletion_adjourned_period, reason]) =>
    fact(change, `400 when what is deleted is to stay for ${deletion_adjourned_period} days`, {
      call: ({ root }) => ({ as: root, json: { deletion_adjourned_period } }),
      body: message({ deletion_adjourned_period: [reason] }),
      source: "ee/app/models/ee/application_setting.rb",
      note: "The documentation says 1 to 90 for every edition.",
    }),
  ),
  fact(change, "400 when the default is restricted", {
    call: ({ root }) => ({ as: root, json: { restricted_visibility_levels: "private,public" } }),
    body: message({
      default_project_visibility: ["cannot be set to a restricted visibility level"],
      default_group_visibility: ["cannot be set to a restricted visibility level"],
    }),
    source: model,
  }),
];
