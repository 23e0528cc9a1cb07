import { shown, shownIn, someOf } from "../../../../policies/reading/words";
import { SECRET, UNKNOWN } from "../../../../provider/domain/identity";

describe("shown", () => {
  it("shows ids and paths without slashes at the ends", () => {
    expect([shown(42), shown("/Acme/billing.api/"), shown("acme/glue-service-for-everybody")]).toEqual([
      "42",
      "Acme/billing.api",
      "acme/glue-service-for-everybody",
    ]);
  });

  it("says that a value is not known yet", () => {
    expect([shown(UNKNOWN), shown(SECRET), shownIn({})]).toEqual(Array(3).fill("(not known yet)"));
  });

  it.each(["not an address", "https://gitlab.acme.example/acme/billing", "acme/gl" + "pat-ABCDEFGHIJKLMNOP"])(
    "keeps %p out",
    (text) => {
      expect(shown(text)).toBe("(not shown)");
    },
  );
});

describe("someOf", () => {
  it("names three, and counts the others", () => {
    expect(someOf(["a", "b", "c"])).toBe("a, b, c");
    expect(someOf(["a", "b", "c", "d", "e"])).toBe("a, b, c and 2 more");
  });
});
