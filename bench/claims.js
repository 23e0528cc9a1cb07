const { median, ratio } = require("./statistics");

/** Rounds that wait for one another, beside the additions: the project, its list, the group that holds the paths, the list again, the switch (2). */
const CHAIN = 6;
const LIST = "`JobTokenAllowlist`";
const named = {
  previewed: "first `up`, with its preview,",
  up: "first `up`",
  same: "`up --refresh` without change",
};

/** What is claimed, each with its limit and what was measured. Claims against somebody who isn't installed are left out. */
function claims({ cells, inside, options }) {
  const find = (contender, addresses = "ids") =>
    cells.find((cell) => cell.contender === contender && cell.count === 200 && cell.addresses === addresses);
  const floor = find("resources that do nothing");
  const peer = find("gitlabform");
  const lists = cells.filter((cell) => cell.contender === LIST && cell.count === 200);
  return [
    ...["previewed", "up"].flatMap((step) => lists.map((list) => against(list, step, floor, 0.6, "the floor's"))),
    ...(peer === undefined
      ? []
      : [
          against(find(LIST), "up", peer, 0.35, "gitlabform's"),
          against(find(LIST), "same", peer, 0.35, "gitlabform's"),
        ]),
    ...lists.filter(({ addresses }) => addresses !== "paths in 20 groups").map((list) => requests(list, "up", 220)),
    requests(find(LIST), "refresh", 6),
    ...inside
      .filter(({ projects, before }) => projects >= 200 && before === undefined)
      .map((row) => overBare(row, options)),
    ...growth(inside),
  ];
}

function against(cell, step, other, limit, whose) {
  const [ones, others] = [cell, other].map(({ runs }) => runs.map((run) => run[step].ms));
  const { median: value, least, most } = ratio(ones, others);
  return {
    claim: `${named[step]} of 200 by ${cell.addresses}, as a part of ${whose}`,
    limit,
    value,
    detail: `${least.toFixed(2)} to ${most.toFixed(2)}`,
  };
}

function requests(cell, step, limit) {
  const value = Math.max(...cell.runs.map((run) => run[step].requests));
  return {
    claim: `requests of ${step === "up" ? "the first `up`" : "a refresh"}, 200 by ${cell.addresses}`,
    limit,
    value,
  };
}

/** Less the chain, a multiple of the bare limit. */
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

/** Twice the entries take no more than twice the time, and what is there already makes no difference; with a little for noise. */
function growth(inside) {
  const timesOf = (count, before) => {
    const fits = (row) => row.projects + row.groups === count && row.before === before && !row.byPath;
    return inside.find(fits).runs.map(({ apply }) => apply.ms);
  };
  const multiple = (what, ones, others, limit) => {
    const { median: value, least, most } = ratio(ones, others);
    return { claim: `inside the provider, ${what}`, limit, value, detail: `${least.toFixed(2)} to ${most.toFixed(2)}` };
  };
  return [
    multiple("400 entries as a multiple of 200", timesOf(400), timesOf(200), 2.1),
    multiple("20 entries where 180 are, as a multiple of 20 where none is", timesOf(200, 180), timesOf(20, 0), 1.3),
  ];
}

module.exports = { claims };
