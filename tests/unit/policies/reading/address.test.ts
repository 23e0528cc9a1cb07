import { shown } from "../../../../policies/reading/address";
import { cannotTell } from "../../../../policies/reading/known";

describe("shown", () => {
  it("shows ids and paths without slashes at the ends", () => {
    expect([shown(42), shown("/Acme/billing.api/"), shown("acme/glue-service-for-everybody")]).toEqual([
      "42",
      "Acme/billing.api",
      "acme/glue-service-for-everybody",
    ]);
  });

  it("says that a value is not known yet", () => {
    expect(shown(cannotTell)).toBe("(not known yet)");
  });

  it.each(["not an address", "https://gitlab.acme.example/acme/billing", "acme/gl" + "pat-ABCDEFGHIJKLMNOP"])(
    "keeps %p out",
    (text) => {
      expect(shown(text)).toBe("(not shown)");
    },
  );
});
