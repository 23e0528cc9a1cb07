import type { Instance } from "../model/instance";
import { fillAllowlists } from "./allowlists";
import { addPeople, type People } from "./people";
import { Random } from "./random";
import { addRunners } from "./runners";
import { addTokens } from "./tokens";
import { growTree } from "./tree";

/** What an estate is to be like. */
export interface EstateOptions {
  /** How many projects there are in all. */
  readonly projects: number;
  /** The same number gives the same estate on the same day. @default 1 */
  readonly seed?: number;
}

/** What was generated. */
export interface Estate {
  readonly projects: number;
  readonly groups: number;
  /** Entries of all allowlists. */
  readonly entries: number;
  readonly runners: number;
  readonly accessTokens: number;
  /** Personal access tokens with the scope read_api, by what their user is in the group acme. */
  readonly tokens: { readonly owner: string; readonly maintainer: string; readonly developer: string };
}

export const MOST_PROJECTS = 50_000;

/**
 * Fills a GitLab with what a company has after some years: projects in nested groups below `acme` and a few in groups of others, allowlists
 * with permissions, a log of who used them, runners and tokens. Some of it is archived, scheduled for deletion, forgotten or too open.
 */
export function generateEstate(instance: Instance, { projects: count, seed = 1 }: EstateOptions): Estate {
  if (!Number.isInteger(count) || count < 1 || count > MOST_PROJECTS)
    throw new RangeError(`An estate has from 1 to ${MOST_PROJECTS} projects, not ${count}.`);
  const random = new Random(seed);
  const people: People = addPeople(instance);
  const tree = growTree(instance, { random, people, count });
  const entries = fillAllowlists(instance, { random, people, tree });
  const runners = addRunners(instance, { random, tree });
  const accessTokens = addTokens(instance, { random, people, tree });
  const { tokens } = people;
  return { projects: tree.projects.length, groups: tree.groups.length, entries, runners, accessTokens, tokens };
}
