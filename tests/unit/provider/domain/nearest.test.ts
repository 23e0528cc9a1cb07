import { nearest } from "../../../../provider/domain/nearest";

const paths = ["acme/billing", "acme/deploy", "acme/docs"];

it.each([
  ["acme/biling", "acme/billing"],
  ["acme/dpeloy", "acme/deploy"],
  ["ACME/Docs", "acme/docs"],
  ["acme/doc", "acme/docs"],
  ["acme/warehouse", undefined],
  ["xy", undefined],
])("%s was meant to be %s", (written, meant) => {
  expect(nearest(written, paths)).toBe(meant);
});

it("of two that are close, the closer one was meant", () => {
  expect(nearest("read_rep", ["read_repo", "read_api"])).toBe("read_repo");
});
