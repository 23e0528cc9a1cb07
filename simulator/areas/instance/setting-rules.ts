import { invalid } from "../../grape/errors";
import type { Instance } from "../../model/instance";

type Settings = Readonly<Record<string, unknown>>;

const REGISTRARS = ["project", "group"];
const MAXIMUM_PREFIX = 20;
const MAXIMUM_CONFIG_PATH = 255;
const positive = { from: 1, because: "must be greater than 0" };

interface Bounds {
  readonly from: number;
  readonly because: string;
  readonly to?: number;
}

/** https://docs.gitlab.com/api/settings/ */
const NUMBERS: Readonly<Record<string, Bounds>> = {
  deletion_adjourned_period: { ...positive, to: 90 },
  max_artifacts_size: positive,
  max_attachment_size: positive,
  session_expire_delay: positive,
  two_factor_grace_period: { from: 0, because: "must be greater than or equal to 0" },
};
const SWITCHES = ["admin_mode", "allow_runner_registration_token", "enforce_ci_inbound_job_token_scope_enabled"];

/** Refuses what GitLab's model has against the settings as they would be. */
export function requireValidSettings({ settings }: Instance, given: Settings): void {
  const wanted = { ...settings.present(), ...given };
  const errors: Record<string, string[]> = {};
  for (const [field, reason] of problems(wanted, given)) errors[field] = [...(errors[field] ?? []), reason];
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

function* problems(wanted: Settings, given: Settings): Generator<readonly [string, string]> {
  for (const [field, bounds] of Object.entries(NUMBERS)) {
    const reason = field in given ? numberProblem(given[field], bounds) : undefined;
    if (reason !== undefined) yield [field, reason];
  }
  for (const field of SWITCHES) if (given[field] === null) yield [field, "must be a boolean value"];
  yield* prefixProblems(wanted);
  yield* configPathProblems(wanted);
  if ("restricted_visibility_levels" in given) yield* restrictionProblems(wanted, ["project", "group"]);
  else
    yield* restrictionProblems(
      wanted,
      ["project", "group"].filter((kind) => `default_${kind}_visibility` in given),
    );
  yield* registrarProblems(wanted);
}

function numberProblem(value: unknown, { from, because, to }: Bounds): string | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || Number.isNaN(number)) return "is not a number";
  if (!Number.isInteger(number)) return "must be an integer";
  if (number < from) return because;
  return to !== undefined && number > to ? `must be less than or equal to ${to}` : undefined;
}

function* prefixProblems({ personal_access_token_prefix: prefix }: Settings): Generator<readonly [string, string]> {
  const field = "personal_access_token_prefix";
  if (typeof prefix !== "string" || prefix.trim() === "") return;
  if (!/^[a-zA-Z0-9_+=/@:.-]+$/.test(prefix)) {
    yield [
      field,
      "can contain only letters of the Base64 alphabet (RFC4648) with the addition of '@', ':' and '.'",
    ] as const;
  }
  if (prefix.length > MAXIMUM_PREFIX) yield [field, `is too long (maximum is ${MAXIMUM_PREFIX} characters)`];
}

function* configPathProblems({ default_ci_config_path: path }: Settings): Generator<readonly [string, string]> {
  const field = "default_ci_config_path";
  if (typeof path !== "string" || path.trim() === "") return;
  if (path.includes("..") || path.startsWith("/")) {
    yield [field, "cannot include leading slash or directory traversal."];
  }
  if (path.length > MAXIMUM_CONFIG_PATH) yield [field, `is too long (maximum is ${MAXIMUM_CONFIG_PATH} characters)`];
}

function* restrictionProblems(wanted: Settings, kinds: readonly string[]): Generator<readonly [string, string]> {
  const restricted = wanted.restricted_visibility_levels;
  for (const field of kinds.map((kind) => `default_${kind}_visibility`)) {
    if (!Array.isArray(restricted) || !restricted.includes(wanted[field])) continue;
    yield [field, "cannot be set to a restricted visibility level"];
  }
}

/** The two in any order, each at most once. */
function* registrarProblems({ valid_runner_registrars: given }: Settings): Generator<readonly [string, string]> {
  const registrars: readonly unknown[] = Array.isArray(given) ? given : [];
  const known = registrars.every((each) => REGISTRARS.some((registrar) => registrar === each));
  if (known && new Set(registrars).size === registrars.length && Array.isArray(given)) return;
  const shown = Array.isArray(given) ? `[${registrars.map((each) => JSON.stringify(each)).join(", ")}]` : "";
  yield ["valid_runner_registrars", `${shown} is not included in the list`];
}
