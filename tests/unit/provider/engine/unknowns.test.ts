import { hasUnknown, isUnknown, unknownPaths } from "../../../../provider/engine/unknowns";

/** As the engine's source has them: sdk/go/common/resource/plugin/rpc.go. */
const sentinels = {
  boolean: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  string: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  array: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  asset: "030794c1-ac77-496b-92df-f27374a8bd58",
  archive: "e48ece36-62e2-4504-bad9-02848725956a",
  object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
};

describe.each(Object.entries(sentinels))("an unknown %s", (_kind, unknown) => {
  it("is known as such", () => {
    expect(isUnknown(unknown)).toBe(true);
    expect(hasUnknown(unknown)).toBe(true);
    expect(unknownPaths(unknown)).toEqual([[]]);
  });

  it("is found at any depth", () => {
    const value = { known: 1, list: ["a", unknown], deep: { er: [{ est: unknown, x: null }] } };

    expect(hasUnknown(value)).toBe(true);
    expect(unknownPaths(value)).toEqual([
      ["list", 1],
      ["deep", "er", 0, "est"],
    ]);
  });
});

describe("a known value", () => {
  it.each([
    undefined,
    null,
    true,
    0,
    "",
    "acme/billing",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba8",
    `x${sentinels.string}`,
    [],
    {},
    { a: [null, { b: "c" }] },
  ])("has nothing unknown in it: %j", (value) => {
    expect(isUnknown(value)).toBe(false);
    expect(hasUnknown(value)).toBe(false);
    expect(unknownPaths(value)).toEqual([]);
  });
});
