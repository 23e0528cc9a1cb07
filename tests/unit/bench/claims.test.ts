import { claims } from "../../../bench/claims";
import { median, ratio } from "../../../bench/statistics";

const LATENCY_MS = 50;
const run = (ms: number, requests = 206) => ({
  up: { ms, requests },
  previewed: { ms: ms / 2, requests },
  same: { ms, requests },
  refresh: { ms, requests },
});
const cell = (contender: string, times: readonly number[], addresses = "ids") => ({
  contender,
  count: 200,
  addresses,
  runs: times.map((ms) => run(ms)),
});
const inside = (projects: number, groups: number, ms: number, requests: number, before?: number) => ({
  title: `${projects + groups} entries`,
  projects,
  groups,
  before,
  runs: [{ apply: { ms, requests } }],
});
const measured = {
  options: { latencyMs: LATENCY_MS, concurrency: 10 },
  cells: [cell("`JobTokenAllowlist`", [2_000, 3_000, 2_000]), cell("resources that do nothing", [4_000, 4_000, 8_000])],
  inside: [
    inside(20, 0, 400, 25, 0),
    inside(200, 0, 1_600, 200),
    inside(200, 200, 3_000, 400),
    inside(200, 0, 500, 26, 180),
  ],
};
const find = (text: string, all = claims(measured)) => all.find(({ claim }) => claim.includes(text));

it("a median is the middle one, or what lies between the two in the middle", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

it("a ratio is the median of the pairs' ratios, not the ratio of the medians", () => {
  expect(ratio([2, 3, 2], [4, 4, 8])).toEqual({ median: 0.5, least: 0.25, most: 0.75 });
});

it.each(["first `up`, with its preview,", "first `up`"])(
  "%s of a list is compared with the floor's, pair by pair",
  (what) => {
    expect(find(`${what} of 200 by ids, as a part of the floor's`)).toMatchObject({
      limit: 0.6,
      value: 0.5,
      detail: "0.25 to 0.75",
    });
  },
);

it("nothing is claimed against a tool that is not installed", () => {
  expect(find("gitlabform")).toBeUndefined();

  const withPeer = { ...measured, cells: [...measured.cells, cell("gitlabform", [20_000, 20_000, 20_000])] };
  expect(find("gitlabform", claims(withPeer))).toMatchObject({ limit: 0.35, value: 0.1 });
});

it("the time inside the provider is a multiple of the bare limit, once the chain of rounds is taken away", () => {
  expect(find("inside the provider, 200 entries")).toMatchObject({
    limit: 1.3,
    value: (1_600 - 6 * LATENCY_MS) / 1_000,
  });
});

it("growth is what 400 entries take of what 200 take, and what 20 take where there are others already", () => {
  expect(find("400 entries as a multiple")?.value).toBe(3_000 / 1_600);
  expect(find("where 180 are")).toMatchObject({ limit: 1.3, value: 500 / 400 });
});
