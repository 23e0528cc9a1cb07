import { type AddressKind, canonical, isNumericId, moveOf, sameText } from "../../../../provider/domain/address";
import { address } from "../../../../provider/engine/address-input";

function parse(kind: AddressKind, value: unknown): unknown {
  return address(kind).parse(value);
}

function problem(kind: AddressKind, value: unknown): string {
  return (
    address(kind)
      .safeParse(value)
      .error?.issues.map((issue) => issue.message)
      .join("\n") ?? "none"
  );
}

describe("an address", () => {
  it.each([
    [42, 42],
    ["42", 42],
    [" 42 ", 42],
    ["0042", 42],
    ["acme/billing", "acme/billing"],
    ["/acme/billing/", "acme/billing"],
    ["//acme/billing//", "acme/billing"],
    [" acme/shared/tooling ", "acme/shared/tooling"],
    ["Acme/Billing", "Acme/Billing"],
    ["acme/.github", "acme/.github"],
    ["acme/_b-i.l_l", "acme/_b-i.l_l"],
    ["acme/2024", "acme/2024"],
  ])("of a project may be %j and is kept as %j", (given, kept) => {
    expect(parse("project", given)).toBe(kept);
  });

  it.each([
    [7, 7],
    ["7", 7],
    ["acme", "acme"],
    ["/acme/", "acme"],
    ["acme/platform/eu", "acme/platform/eu"],
  ])("of a group may be %j and is kept as %j", (given, kept) => {
    expect(parse("group", given)).toBe(kept);
  });

  it.each([
    ["billing", '"billing" lacks its group: write the full path, like "acme/billing", or the numeric id'],
    ["/billing/", '"billing" lacks its group: write the full path, like "acme/billing", or the numeric id'],
    ["https://gitlab.com/acme/billing", 'is a URL: write the path only, "acme/billing"'],
    ["https://gitlab.com/acme/billing/", 'is a URL: write the path only, "acme/billing"'],
    ["https://gitlab.com/acme/billing.git", 'is a URL: write the path only, "acme/billing"'],
    ["https://gitlab.com/acme/billing/-/settings/ci_cd", 'is a URL: write the path only, "acme/billing"'],
    ["https://gitlab.com/acme/billing?tab=1", 'is a URL: write the path only, "acme/billing"'],
    ["https://gitlab.com/acme/billing#readme", 'is a URL: write the path only, "acme/billing"'],
    ["ssh://git@gitlab.com/acme/billing.git", 'is a URL: write the path only, "acme/billing"'],
    ["git@gitlab.com:acme/billing.git", 'is a URL: write the path only, "acme/billing"'],
    ["git@gitlab.acme.example:acme/apps/billing", 'is a URL: write the path only, "acme/apps/billing"'],
    ["acme/billing.git", '"acme/billing.git" ends in .git, which no path does: write "acme/billing"'],
    ["HTTPS://gitlab.com/acme/billing", 'is a URL: write the path only, "acme/billing"'],
    ["https://gitlab.com/", 'is a URL: write the path only, like "acme/billing"'],
    ["https://gitlab.com", 'is a URL: write the path only, like "acme/billing"'],
    ["", '"" is neither a numeric id nor a path like "acme/billing"'],
    ["/", '"/" is neither a numeric id nor a path like "acme/billing"'],
    ["acme//billing", '"acme//billing" is neither a numeric id nor a path like "acme/billing"'],
    ["acme/bil ling", '"acme/bil ling" is neither a numeric id nor a path like "acme/billing"'],
    ["acme/-billing", '"acme/-billing" is neither a numeric id nor a path like "acme/billing"'],
    ["acme/..", '"acme/.." is neither a numeric id nor a path like "acme/billing"'],
    ["../billing", '"../billing" is neither a numeric id nor a path like "acme/billing"'],
    ["acme/./billing", '"acme/./billing" is neither a numeric id nor a path like "acme/billing"'],
    ["acme%2Fbilling", '"acme%2Fbilling" is neither a numeric id nor a path like "acme/billing"'],
    ["-1", '"-1" is neither a numeric id nor a path like "acme/billing"'],
    ["1.5", '"1.5" lacks its group'],
    ["0", "is 0, but the id of a project is a whole number above 0"],
    [0, "is 0, but the id of a project is a whole number above 0"],
    [-1, "is -1, but the id of a project is a whole number above 0"],
    [1.5, "is 1.5, but the id of a project is a whole number above 0"],
    [1e21, "is 1e+21, but the id of a project is a whole number above 0"],
    ["99999999999999999999", "is 99999999999999999999, but the id of a project is a whole number above 0"],
  ])("of a project can't be %j, and says why", (given, said) => {
    expect(problem("project", given)).toContain(said);
  });

  it.each([
    ["https://gitlab.com/groups/acme/platform", 'is a URL: write the path only, "acme/platform"'],
    ["https://gitlab.com/groups/acme/-/group_members", 'is a URL: write the path only, "acme"'],
    ["acme platform", '"acme platform" is neither a numeric id nor a path like "acme/platform"'],
    ["..", '".." is neither a numeric id nor a path like "acme/platform"'],
    ["0", "is 0, but the id of a group is a whole number above 0"],
    [0, "is 0, but the id of a group is a whole number above 0"],
  ])("of a group can't be %j, and says why", (given, said) => {
    expect(problem("group", given)).toContain(said);
  });

  it.each([undefined, null, true, Number.NaN, Number.POSITIVE_INFINITY, [], {}])(
    "can't be %p, and names both forms",
    (given) => {
      expect(problem("project", given)).toBe("must be the project's numeric id or its full path");
      expect(problem("group", given)).toBe("must be the group's numeric id or its full path");
    },
  );
});

describe("sameText", () => {
  it("compares paths without case, as GitLab does", () => {
    expect(sameText("Acme/Billing", "acme/billing")).toBe(true);
    expect(sameText("acme/billing", "acme/billing2")).toBe(false);
  });

  it("compares ids as numbers or texts", () => {
    expect(sameText(42, 42)).toBe(true);
    expect(sameText(42, "42")).toBe(true);
    expect(sameText(42, 43)).toBe(false);
  });
});

describe("canonical", () => {
  it.each([
    [42, "42"],
    ["42", "42"],
    [" 042 ", "42"],
    ["/Acme/Billing/", "acme/billing"],
    ["acme/42", "acme/42"],
  ])("%p is %p", (address, text) => {
    expect(canonical(address)).toBe(text);
  });
});

describe("isNumericId", () => {
  it("is true for digits alone", () => {
    expect(isNumericId("42")).toBe(true);
    expect(isNumericId("acme/42")).toBe(false);
    expect(isNumericId("")).toBe(false);
  });
});

describe("how a path moved", () => {
  it.each([
    ["acme/billing", "Acme/Billing", undefined],
    [42, "mallory/billing", undefined],
    ["acme/billing", "acme/billing-2", "renamed"],
    ["acme/billing", "acme/billing-deletion_scheduled-7", "renamed"],
    ["acme/tools/billing", "acme/tools-deletion_scheduled-7/billing", "renamed"],
    ["acme/billing", "mallory/billing", "elsewhere"],
    ["acme/billing", "acme/tools/billing", "elsewhere"],
    ["acme", "acme-2", "renamed"],
    ["acme", "mallory/acme", "elsewhere"],
  ] as const)("%s to %s: %s", (written, real, move) => {
    expect(moveOf(written, real)).toBe(move);
  });
});
