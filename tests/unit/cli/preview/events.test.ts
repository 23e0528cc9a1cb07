import { EventReader, type Preview, SECRET } from "../../../../cli/preview/events";
import { notSeenWarning } from "../../../../provider/domain/not-seen";

const urn = "urn:pulumi:prod::access::pulumi-nodejs:dynamic/gitlab:JobTokenScope::billing";
const step = (op: string, more: object = {}) => ({
  metadata: { op, urn, type: "pulumi-nodejs:dynamic/gitlab:JobTokenScope", old: null, new: null, ...more },
});

function read(...events: readonly unknown[]): Preview {
  const reader = new EventReader();
  for (const event of events) reader.take(typeof event === "string" ? event : JSON.stringify(event));
  return reader.preview;
}

it.each([
  ["of another shape", { resourcePreEvent: { metadata: { urn, op: 7 } } }, urn],
  ["of a refresh of another shape", { resOutputsEvent: { metadata: { urn, op: "refresh", type: "x", old: 3 } } }, urn],
  ["with an operation that nobody knows", { resourcePreEvent: step("transmogrify") }, urn],
  ["that is cut off", '{"resourcePreEvent":{"meta', "a line that is not whole"],
  ["without a name", { resourcePreEvent: {} }, "an event of unknown shape"],
  [
    "that is nested too deep to walk through",
    `{"resourcePreEvent":{"metadata":{"op":"create","urn":"${urn}","type":"x","new":{"inputs":{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}}}}}`,
    urn,
  ],
])("an event %s is told, not dropped", (_what, event, about) => {
  expect(read(event).unreadable).toEqual([about]);
});

it.each([
  ["a notice", "warning: A new version of Pulumi is available."],
  ["an event of a kind that a report does not need", { stdoutEvent: { message: "x" } }],
  ["an empty line", ""],
])("%s is passed over", (_what, line) => {
  expect(read(line)).toMatchObject({ changes: [], unreadable: [] });
});

it.each(["discard", "delete-replaced", "refresh", "remove-pending-replace"])(
  "a %s changes nothing that a report speaks of",
  (op) => {
    expect(read({ resourcePreEvent: step(op) })).toMatchObject({ changes: [], unreadable: [] });
  },
);

it.each(["import", "read"])("a step of %s writes nothing, and says nothing of what was there", (op) => {
  const found = { inputs: { project: "acme/billing" }, outputs: {} };

  expect(read({ resourcePreEvent: step(op, { new: found }) }).changes).toMatchObject([
    { operation: "same", before: undefined, after: found, isUnwritten: true },
  ]);
});

describe("a replacement of what is not there any more gives access anew", () => {
  const state = { inputs: { project: "acme/billing" }, outputs: {} };
  const replacing = ["create-replacement", "replace"].map((op) => ({
    resourcePreEvent: step(op, { old: state, new: state }),
  }));
  const ended = { summaryEvent: { result: "succeeded" } };

  it.each([
    ["replaced", [{ resourcePreEvent: step("delete-replaced", { old: state }) }], "replace"],
    // `deleteBeforeReplace`, and an earlier run that ended between the two: the engine has nothing left to delete.
    ["deleted by an interrupted run", [], "create"],
    ["read, and declared from now on", [{ resourcePreEvent: step("discard-replaced", { old: state }) }], "create"],
  ])("%s", (_what, more, operation) => {
    const { changes } = read(...replacing, ...more, ended);

    expect(changes).toMatchObject([{ operation, before: operation === "create" ? undefined : state, after: state }]);
  });

  it("of which nobody knows where the preview has not come to its end", () => {
    expect(read(...replacing).changes).toMatchObject([{ operation: "replace" }]);
  });
});

it("what is read in place of a resource lets that resource go", () => {
  const state = { inputs: { project: "acme/billing" }, outputs: {} };
  const both = { old: state, new: state };

  expect(
    read({ resourcePreEvent: step("read-replacement", both) }, { resourcePreEvent: step("replace", both) }).changes,
  ).toMatchObject([{ operation: "delete", before: state, after: undefined, isUnwritten: true }]);
});

it("what `--target` leaves out is not taken for what is there", () => {
  const [skipped, there] = ["", "1"].map((id) => ({ id, inputs: { project: "acme/billing" }, outputs: {} }));

  expect(read({ resourcePreEvent: step("same", { old: skipped, new: skipped }) }).changes).toEqual([]);
  expect(read({ resourcePreEvent: step("same", { old: there, new: there }) }).changes).toHaveLength(1);
});

it("of warnings, what a refresh could not see is kept, and nothing else", () => {
  const warning = (message: string) => ({ diagnosticEvent: { severity: "warning", message } });

  expect(read(warning(`GitLab: ${notSeenWarning("project acme/x (1)")}`), warning("a value"))).toMatchObject({
    notSeen: ["project acme/x (1)"],
    errors: [],
  });
});

it("secrets are dropped as they arrive, and the plain configuration stays", () => {
  const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "of a token" };
  const seen = read(
    { preludeEvent: { config: { "gitlab:baseUrl": "https://gitlab.acme.example" } } },
    { resourcePreEvent: step("create", { new: { inputs: { enabled: secret, list: [secret] } } }) },
  );

  expect(seen.config).toEqual({ "gitlab:baseUrl": "https://gitlab.acme.example" });
  expect(seen.changes[0]?.after?.inputs).toEqual({ enabled: SECRET, list: [SECRET] });
});
