import { Declarations } from "../../../../../provider/engine/declared/declarations";
import { anEntry, aVariable, HERE, theSwitch } from "./claim-fixtures";

const A = "aaaaaaaaaaaa";
const B = "bbbbbbbbbbbb";
const ID = anEntry("12", 34);
const TEXT = anEntry("acme/billing", "acme/deploy");
const NOWHERE = theSwitch("nowhere");
const entry = { origin: HERE, byId: ID, byText: TEXT };

describe("what a run has declared", () => {
  let declarations: Declarations;
  beforeEach(() => {
    declarations = new Declarations();
  });

  it("is nothing in a destroy, which checks nothing", () => {
    expect(declarations.isDeclared(entry)).toBe(false);
  });

  it("is known by its text after a check, in whatever case", () => {
    declarations.note({ origin: HERE, key: A, texts: [anEntry("Acme/Billing", "acme/Deploy")] });

    expect(declarations.isDeclared(entry)).toBe(true);
    expect(declarations.isDeclared({ ...entry, byText: anEntry("ACME/billing", "acme/deploy") })).toBe(true);
    expect(declarations.isDeclared({ ...entry, byText: anEntry("acme/other", "acme/deploy") })).toBe(false);
  });

  it("is known by its ids after a diff or create", () => {
    declarations.note({ origin: HERE, key: A, texts: [anEntry("acme/billing", "acme/deploy")] });
    declarations.note({ origin: HERE, key: A, ids: [entry.byId] });

    expect(
      declarations.isDeclared({ origin: HERE, byId: entry.byId, byText: anEntry("renamed/billing", "renamed/deploy") }),
    ).toBe(true);
  });

  it("is known by its text no more once its ids are known: the path may belong to another project today", () => {
    declarations.note({ origin: HERE, key: A, texts: [entry.byText] });
    declarations.note({ origin: HERE, key: A, ids: [anEntry("99", "98")] });

    expect(declarations.isDeclared(entry)).toBe(false);
  });

  it("stays known by its ids when it is checked again, as Pulumi does for a replacement", () => {
    declarations.note({ origin: HERE, key: A, texts: [entry.byText] });
    declarations.note({ origin: HERE, key: A, ids: [anEntry("99", "98")] });
    declarations.note({ origin: HERE, key: A, texts: [entry.byText] });

    expect(declarations.isDeclared(entry)).toBe(false);
    expect(declarations.isDeclared({ origin: HERE, byId: anEntry("99", "98"), byText: NOWHERE })).toBe(true);
  });

  it("follows a declaration to its new ids", () => {
    declarations.note({ origin: HERE, key: A, texts: [entry.byText] });
    declarations.note({ origin: HERE, key: A, ids: [entry.byId] });
    declarations.note({ origin: HERE, key: A, ids: [anEntry("99", "98")] });

    expect(declarations.isDeclared({ ...entry, byText: NOWHERE })).toBe(false);
    expect(declarations.isDeclared({ origin: HERE, byId: anEntry("99", "98"), byText: NOWHERE })).toBe(true);
  });

  it("is nothing that a refresh diffed without a check", () => {
    declarations.note({ origin: HERE, key: A, ids: [entry.byId] });

    expect(declarations.isDeclared(entry)).toBe(false);
  });

  it("stays declared by one key whatever another key declares", () => {
    declarations.note({ origin: HERE, key: A, texts: [entry.byText] });
    declarations.note({ origin: HERE, key: A, ids: [entry.byId] });
    declarations.note({ origin: HERE, key: B, texts: [anEntry("acme/other", "acme/deploy")] });
    declarations.note({ origin: HERE, key: B, ids: [anEntry("13", "34")] });

    expect(declarations.isDeclared(entry)).toBe(true);
  });

  it("may be more than one object of a declaration", () => {
    declarations.note({ origin: HERE, key: A, texts: [theSwitch("acme/x"), entry.byText] });
    expect(declarations.isDeclared(entry)).toBe(true);

    declarations.note({ origin: HERE, key: A, ids: [theSwitch("1"), entry.byId] });
    expect(declarations.isDeclared(entry)).toBe(true);
  });

  it("is told apart by kind", () => {
    declarations.note({ origin: HERE, key: A, texts: [entry.byText] });
    declarations.note({ origin: HERE, key: A, ids: [entry.byId] });

    expect(
      declarations.isDeclared({
        origin: HERE,
        byId: anEntry("12", "34", "group"),
        byText: anEntry("acme/billing", "acme/deploy", "group"),
      }),
    ).toBe(false);
  });

  it("is nothing where a notice says nothing", () => {
    expect(declarations.note({ origin: HERE, key: A })).toBe(false);
  });

  it("tells whether a notice said anything new", () => {
    expect(declarations.note({ origin: HERE, key: A, ids: [entry.byId] })).toBe(false);
    expect(declarations.note({ origin: HERE, key: A, texts: [entry.byText] })).toBe(true);
    expect(declarations.note({ origin: HERE, key: A, ids: [entry.byId] })).toBe(true);
    expect(declarations.note({ origin: HERE, key: A, texts: [entry.byText] })).toBe(false);
  });

  it("never counts for another GitLab", () => {
    declarations.note({ origin: "https://gitlab.old.example", key: A, texts: [entry.byText] });

    expect(declarations.isDeclared(entry)).toBe(false);
  });

  it("tells variables apart that differ in the case of their key, which GitLab keeps", () => {
    declarations.note({ origin: HERE, key: A, texts: [aVariable("token")] });

    expect(declarations.isDeclared({ origin: HERE, byId: NOWHERE, byText: aVariable("TOKEN") })).toBe(false);
    expect(declarations.isDeclared({ origin: HERE, byId: NOWHERE, byText: aVariable("token") })).toBe(true);
  });
});
