import { gainsOf } from "../../provider/domain/gains";
import type { Connection } from "../../provider/gitlab/connection";
import type { Variable } from "../../provider/gitlab/variables";
import { type Instances, plainInputs } from "../report/declared";
import type { Access, Grant, Place, Replacing, Switch } from "../report/model";
import type { Reading, UnknownAddress } from "../report/reading";
import type { Touched } from "../report/settings";
import { type Answer, GitLabNow, type Named } from "./gitlab-now";

type Connections = ReadonlyMap<string, Connection>;

/** Compares a preview with what GitLab has. What is there already is taken over and gives nobody more. */
export async function compared(reading: Reading, open: Connections, instances: Instances): Promise<Reading> {
  if (open.size === 0) return reading;
  const comparison = new Comparison(open);
  const access = await comparison.access(reading.access);
  const variables = await Promise.all(reading.variables.map((one) => comparison.variable(one, instances)));
  await comparison.places([...reading.runners, ...reading.tokens], instances);
  const { missing, unasked } = comparison;
  const notes = [...reading.notes, ...[...unasked].sort().map((why) => `GitLab did not tell: ${why}`)];
  return { ...reading, access, variables, unknownAddresses: [...missing.values()].sort(byName), notes };
}

class Comparison {
  readonly missing = new Map<string, UnknownAddress>();
  readonly unasked = new Set<string>();
  readonly #gitlabs: ReadonlyMap<string, GitLabNow>;

  constructor(open: Connections) {
    this.#gitlabs = new Map([...open].map(([origin, { gitlab }]) => [origin, new GitLabNow(gitlab)]));
  }

  async access(access: Access): Promise<Access> {
    const grants = await Promise.all(
      access.gained.map(async (grant) => ({ grant, isThere: await this.#isThere(grant) })),
    );
    const switches = await Promise.all(access.switches.map((one) => this.#switch(one)));
    const replacing = await Promise.all(access.replacing.map((list) => this.#losing(list, access)));
    return {
      ...access,
      // GitLab was asked and does not have it, so it is certain.
      gained: grants.flatMap(({ grant, isThere }) =>
        isThere === true ? [] : [isThere === undefined ? grant : { ...grant, isFirst: false }],
      ),
      takenOver: grants.flatMap(({ grant, isThere }) => (isThere === true ? [grant] : [])),
      switches,
      replacing: replacing.filter(({ losing }) => losing === undefined || losing.length > 0),
    };
  }

  /** Compares the settings of a variable that is there already. Its value is secret here and can't be compared. */
  async variable(one: Touched, instances: Instances): Promise<Touched> {
    const { after } = one.change;
    const place = placeIn(one.change);
    if (one.giving !== "may be there already" || after === undefined || place === undefined) return one;
    const gitlab = this.#gitlabs.get(instances.of(one.change, "after").key);
    const id = gitlab && (await this.#told(gitlab.idOf(place), place));
    const inputs = plainInputs(after);
    const { key, environmentScope: scope = "*" } = inputs;
    if (gitlab === undefined || id === undefined || typeof key !== "string" || typeof scope !== "string") return one;
    const answer = await this.#told(gitlab.variable(place.kind, id, { key, scope }).then(asKnown), place);
    if (answer === undefined) return one;
    const { there } = answer;
    if (there === undefined) return { ...one, giving: "more" };
    const before = {
      protected: there.protected,
      masked: there.masked,
      hidden: there.hidden ?? false,
      environmentScope: scope,
    };
    const gains = gainsOf("variable", before, inputs);
    return { ...one, found: foundOf(inputs, there), giving: gains.length > 0 ? "more" : "less or the same" };
  }

  /** Looks for the projects and groups in which the run makes something. */
  async places(all: readonly { readonly change: Touched["change"] }[], instances: Instances): Promise<void> {
    const made = all.filter(({ change }) => change.operation === "create" || change.operation === "replace");
    await Promise.all(
      made.map(async ({ change }) => {
        const [gitlab, place] = [this.#gitlabs.get(instances.of(change, "after").key), placeIn(change)];
        if (gitlab !== undefined && place !== undefined) await this.#told(gitlab.idOf(place), place);
      }),
    );
  }

  /** Undefined if GitLab was not asked, or did not answer. */
  async #isThere({ project, caller, instance }: Grant): Promise<boolean | undefined> {
    const gitlab = this.#gitlabs.get(instance.key);
    if (gitlab === undefined || project.key === undefined || caller.key === undefined) return undefined;
    const [projectId, callerId] = await Promise.all([
      this.#told(gitlab.idOf(project), project),
      this.#told(gitlab.idOf(caller), caller),
    ]);
    if (projectId === undefined || callerId === undefined) return undefined;
    return (await this.#told(gitlab.allowlist(projectId, caller.kind), project))?.has(callerId);
  }

  async #switch(one: Switch): Promise<Switch> {
    const gitlab = this.#gitlabs.get(one.instance.key);
    if (gitlab === undefined || one.before !== undefined || one.project.key === undefined) return one;
    const id = await this.#told(gitlab.idOf(one.project), one.project);
    const before = id === undefined ? undefined : await this.#told(gitlab.isClosed(id), one.project);
    return { ...one, before };
  }

  /** Adds who loses access by a list with `replaceExisting`. */
  async #losing(list: Replacing, { gained, kept }: Access): Promise<Replacing> {
    const { project, instance, kinds } = list;
    const gitlab = this.#gitlabs.get(instance.key);
    const id = gitlab && project.key !== undefined ? await this.#told(gitlab.idOf(project), project) : undefined;
    if (gitlab === undefined || id === undefined) return list;
    const wanted = [...gained, ...kept].filter(({ project: { key } }) => key === project.key);
    // A hidden entry may name any of those that are there.
    if (wanted.some(({ caller }) => caller.key === undefined)) return list;
    const stay = await Promise.all(wanted.map(({ caller }) => this.#told(gitlab.idOf(caller), caller)));
    const lists = await Promise.all(
      kinds.map(async (kind) => ({ kind, ids: await this.#told(gitlab.allowlist(id, kind), project) })),
    );
    if (lists.some(({ ids }) => ids === undefined)) return list;
    const losing = lists.flatMap(({ kind, ids = new Map() }) =>
      [...ids]
        .filter(([target]) => !stay.includes(target))
        .map(([target, name]): Place => ({ kind, key: target, id: target, name: name ?? target })),
    );
    return { ...list, losing };
  }

  /** The answer. Notes what is missing and what GitLab did not answer. */
  async #told<T>(asked: Promise<Answer<T>>, { kind, name }: Named): Promise<T | undefined> {
    const answer = await asked;
    if ("is" in answer) return answer.is;
    if ("missing" in answer) this.missing.set(`${kind} ${name}`, { name: `${kind} ${name}`, ...answer.missing });
    else this.unasked.add(answer.unasked);
    return undefined;
  }
}

/** Lets an answer of "there is none" differ from no answer. */
function asKnown<T>(answer: Answer<T>): Answer<{ readonly there: T }> {
  return "is" in answer ? { is: { there: answer.is } } : answer;
}

/** The provider takes over what is equal, and stops before it touches anything else unless `replaceExisting` is set. */
function foundOf(inputs: ReturnType<typeof plainInputs>, there: Variable): NonNullable<Touched["found"]> {
  const { masked = false, hidden = false, raw = false, variableType = "env_var", replaceExisting = false } = inputs;
  const settings = [inputs.protected ?? false, masked, hidden, raw, variableType];
  const present = [there.protected, there.masked, there.hidden ?? false, there.raw, there.variable_type];
  const isEqual = settings.every((setting, index) => setting === present[index]) && !there.hidden;
  if (isEqual) return "equal";
  return replaceExisting === true ? "to be replaced" : "other settings";
}

function placeIn({ after }: Touched["change"]): Named | undefined {
  const { project, group } = after === undefined ? {} : plainInputs(after);
  const [kind, address] = group === undefined ? (["project", project] as const) : (["group", group] as const);
  if (typeof address !== "number" && typeof address !== "string") return undefined;
  const name = String(address);
  return { kind, name, id: /^\d+$/.test(name) ? name : undefined };
}

function byName(a: UnknownAddress, b: UnknownAddress): number {
  return a.name < b.name ? -1 : 1;
}
