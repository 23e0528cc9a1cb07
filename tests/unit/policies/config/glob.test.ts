import { matchesGlob } from "../../../../policies/config/glob";

describe("matchesGlob", () => {
  it.each([
    ["acme/billing", "acme/billing"],
    ["acme/billing", "Acme/Billing"],
    ["/acme/billing/", "acme/billing"],
    ["acme/*", "acme/billing"],
    ["acme/b*g", "acme/billing"],
    ["acme/**", "acme/billing"],
    ["acme/**", "acme/shop/billing"],
    ["acme/**/billing", "acme/billing"],
    ["acme/**/billing", "acme/a/b/billing"],
    ["**/billing", "acme/shop/billing"],
    ["**/billing", "billing"],
    ["**", "acme/shop/billing"],
    ["acme/v?", "acme/v2"],
    ["42", "42"],
    ["acme/c++.net", "acme/c++.net"],
    ["acme/[a]", "acme/[a]"],
  ])("%s matches %s", (pattern, text) => {
    expect(matchesGlob(pattern, text)).toBe(true);
  });

  it.each([
    ["acme/billing", "acme/billing-old"],
    ["acme/billing", "the/acme/billing"],
    ["acme/*", "acme/shop/billing"],
    ["acme/*", "acme"],
    ["acme/**", "acme"],
    ["acme/**", "acme-other/billing"],
    ["acme/**/billing", "acme/shopbilling"],
    ["acme/v?", "acme/v"],
    ["acme/v?x", "acme/v/x"],
    ["acme/a.c", "acme/abc"],
    ["acme/[ab]", "acme/a"],
    ["42", "421"],
  ])("%s does not match %s", (pattern, text) => {
    expect(matchesGlob(pattern, text)).toBe(false);
  });
});
