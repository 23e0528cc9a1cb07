import type { Change } from "../../../../cli/preview/events";
import { readingOf, wideningOf } from "../../../../cli/report/reading";
import { change, preview } from "../../../support/cli/change";

const now = new Date("2027-01-10T12:00:00Z");
const project = "acme/billing";

describe("the GitLab of what has no state yet", () => {
  const entry = { project, targetProject: "acme/deploy" };
  const there = (origin: string) =>
    change("ScopeAllowlistEntry", "there", {
      before: entry,
      after: entry,
      operation: "same",
      outputs: { __origin: origin },
      provider: "urn:x::default",
    });
  const fresh = (provider: string) => change("ScopeAllowlistEntry", "new", { after: entry, provider });
  const widening = (changes: readonly Change[], ambient?: string) =>
    wideningOf(readingOf(preview(changes), { now, ambient }));

  it("is the one in the environment, with and without /api/v4", () => {
    const at = [there("https://a.example"), fresh("urn:x::default")];

    expect(widening(at, "https://A.example/api/v4/")).toBe("nothing");
    expect(widening(at, "https://b.example")).toBe("may widen");
    expect(widening(at)).toBe("nothing");
  });

  it("is an explicit provider's own, whatever the environment says", () => {
    expect(widening([there("https://a.example"), fresh("urn:x::explicit")], "https://a.example")).toBe("may widen");
  });

  it("is the new address of an explicit provider, not the one that its resources had", () => {
    const explicit = {
      ...change("Provider", "p", {
        before: { "gitlab:baseUrl": "https://a.example" },
        after: { "gitlab:baseUrl": "https://b.example" },
      }),
      urn: "urn:x::p",
    };
    const sibling = { ...there("https://a.example"), provider: "urn:x::p" };

    expect(widening([explicit, sibling, fresh("urn:x::p")])).toBe("may widen");
    expect(widening([sibling, fresh("urn:x::p")])).toBe("nothing");
  });

  it("is the one of the old provider where a replacement moves to a provider whose resources say nothing of their GitLab", () => {
    const theirs = (provider: string, operation: Change["operation"], old: string): Change => {
      const inputs = { project: "1", targetProjectId: 2 };
      const state = (by: string) => ({ inputs, outputs: inputs, retainOnDelete: false, provider: by });
      const type = "gitlab:index/projectJobTokenScope:ProjectJobTokenScope";
      return { ...change("X", "x", {}), type, operation, provider, before: state(old), after: state(provider) };
    };
    const [a, b] = ["urn:x::default", "urn:x::b"];

    expect(widening([theirs(a, "replace", b)], "https://a.example")).toBe("may widen");
    expect(widening([theirs(a, "replace", a)], "https://a.example")).toBe("nothing");
  });

  it("is the new one only where a step touches something, if a provider changes its address", () => {
    const [a, b] = ["a", "b"].map((name) => ({ baseUrl: `https://${name}.example` }));
    const provider = {
      ...change("X", "p", { before: { ...a }, after: { ...b } }),
      type: "pulumi:providers:gitlab",
      urn: "urn:x::p",
    };
    const theirs = (operation: Change["operation"]): Change => {
      const state = { inputs: { project: "1", targetProjectId: 2 }, outputs: {}, retainOnDelete: false };
      const type = "gitlab:index/projectJobTokenScope:ProjectJobTokenScope";
      return { ...change("X", "x", {}), type, operation, provider: "urn:x::p", before: state, after: state };
    };

    expect(widening([provider, theirs("same")])).toBe("nothing");
    expect(widening([provider, theirs("update")])).toBe("may widen");
  });

  it("changes with a replacement under another provider", () => {
    const explicit = {
      ...change("Provider", "b", { before: { "gitlab:baseUrl": "https://b.example" } }),
      urn: "urn:x::b",
      operation: "same" as const,
    };
    const moved = change("ScopeAllowlistEntry", "x", {
      before: entry,
      after: entry,
      operation: "replace",
      outputs: { __origin: "https://a.example" },
      provider: "urn:x::b",
    });

    expect(widening([explicit, moved])).toBe("may widen");
  });
});
