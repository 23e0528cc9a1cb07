// @ts-check
const { median, ratio, takenIn } = require("./statistics");

/** @typedef {import("./shapes").Cell} Cell */
/** @typedef {import("./shapes").Inside} Inside */
/** @typedef {import("./shapes").Measured} Measured */
/** @typedef {import("./shapes").Options} Options */
/** @typedef {{ claim: string, limit: number, value: number, detail?: string }} Claim */

/** Rounds that wait for one another, beside the additions: the project, its list, the group that holds the paths, the list again, the switch (2). */
const CHAIN = 6;
const LIST = "`JobTokenAllowlist`";
const named = {
  previewed: "first `up`, with its preview,",
  up: "first `up`",
  same: "`up --refresh` without change",
};

/** @type {readonly ("previewed" | "up")[]} */
const steps = ["previewed", "up"];

/**
 * What is claimed, each with its limit and what was measured. Claims against somebody who isn't installed are left out.
 * @param {Pick<Measured, "cells" | "inside"> & { options: Options }} measured
 * @returns {Claim[]}
 */
function claims({ cells, inside, options }) {
  const find = (/** @type {string} */ contender) =>
    cells.find((cell) => cell.contender === contender && cell.count === 200 && cell.addresses === "ids");
  const list = measuredOf(find(LIST), LIST);
  const floor = measuredOf(find("resources that do nothing"), "resources that do nothing");
  const peer = find("gitlabform");
  const lists = cells.filter((cell) => cell.contender === LIST && cell.count === 200);
  return [
    ...steps.flatMap((step) => lists.map((cell) => against(cell, step, floor, { limit: 0.6, whose: "the floor's" }))),
    ...(peer === undefined
      ? []
      : [
          against(list, "up", peer, { limit: 0.35, whose: "gitlabform's" }),
          against(list, "same", peer, { limit: 0.35, whose: "gitlabform's" }),
        ]),
    ...lists.filter(({ addresses }) => addresses !== "paths in 20 groups").map((cell) => requests(cell, "up", 220)),
    requests(list, "refresh", 6),
    ...inside
      .filter(({ projects, before }) => projects >= 200 && before === undefined)
      .map((row) => overBare(row, options)),
    ...growth(inside),
  ];
}

/**
 * @param {Cell} cell
 * @param {"previewed" | "up" | "same"} step
 * @param {Cell} other
 * @param {{ limit: number, whose: string }} what
 * @returns {Claim}
 */
function against(cell, step, other, { limit, whose }) {
  const timesOf = (/** @type {Cell} */ { runs }) => runs.map((run) => takenIn(run, step).ms);
  const { median: value, least, most } = ratio(timesOf(cell), timesOf(other));
  return {
    claim: `${named[step]} of 200 by ${cell.addresses}, as a part of ${whose}`,
    limit,
    value,
    detail: `${least.toFixed(2)} to ${most.toFixed(2)}`,
  };
}

/**
 * @param {Cell} cell
 * @param {"up" | "refresh"} step
 * @param {number} limit
 * @returns {Claim}
 */
function requests(cell, step, limit) {
  const value = Math.max(...cell.runs.map((run) => takenIn(run, step).requests));
  return {
    claim: `requests of ${step === "up" ? "the first `up`" : "a refresh"}, 200 by ${cell.addresses}`,
    limit,
    value,
  };
}

/**
 * Less the chain, a multiple of the bare limit.
 * @param {Inside} row
 * @param {Options} options
 * @returns {Claim}
 */
function overBare({ title, runs }, { latencyMs, concurrency }) {
  const over = runs.map(({ apply }) => {
    const bare = (apply.requests * latencyMs) / concurrency;
    return (apply.ms - CHAIN * latencyMs) / bare;
  });
  return {
    claim: `inside the provider, ${title}: × the bare limit, beside ${CHAIN} rounds`,
    limit: 1.3,
    value: median(over),
  };
}

/**
 * Twice the entries take no more than twice the time, and what is there already makes no difference; with a little for noise.
 * @param {readonly Inside[]} inside
 * @returns {Claim[]}
 */
function growth(inside) {
  const timesOf = (/** @type {number} */ count, /** @type {number | undefined} */ before = undefined) => {
    const fits = (/** @type {Inside} */ row) =>
      row.projects + row.groups === count && row.before === before && !row.byPath;
    return measuredOf(inside.find(fits), `${count} entries`).runs.map(({ apply }) => apply.ms);
  };
  /** @type {(what: string, ones: number[], others: number[], limit: number) => Claim} */
  const multiple = (what, ones, others, limit) => {
    const { median: value, least, most } = ratio(ones, others);
    return { claim: `inside the provider, ${what}`, limit, value, detail: `${least.toFixed(2)} to ${most.toFixed(2)}` };
  };
  return [
    multiple("400 entries as a multiple of 200", timesOf(400), timesOf(200), 2.1),
    multiple("20 entries where 180 are, as a multiple of 20 where none is", timesOf(200, 180), timesOf(20, 0), 1.3),
  ];
}

/**
 * @template T
 * @param {T | undefined} row
 * @param {string} name
 */
function measuredOf(row, name) {
  if (row === undefined) throw new Error(`${name} was not measured.`);
  return row;
}

module.exports = { claims };
