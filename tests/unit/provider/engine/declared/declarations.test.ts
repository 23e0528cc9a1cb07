import { Declarations } from "../../../../../provider/engine/declared/declarations";

const A = "aaaaaaaaaaaa";
const B = "bbbbbbbbbbbb";
const entry = { byId: "12:project:34", byText: "acme/billing:project:acme/deploy" };

describe("what a run has declared", () => {
  let declarations: Declarations;
  beforeEach(() => {
    declarations = new Declarations();
  });

  it("is nothing in a destroy, which checks nothing", () => {
    expect(declarations.isDeclared(entry)).toBe(false);
  });

  it("is known by its text after a check, in whatever case", () => {
    declarations.note({ key: A, texts: ["Acme/Billing:project:acme/Deploy"] });

    expect(declarations.isDeclared(entry)).toBe(true);
    expect(declarations.isDeclared({ ...entry, byText: "ACME/billing:project:acme/deploy" })).toBe(true);
    expect(declarations.isDeclared({ ...entry, byText: "acme/other:project:acme/deploy" })).toBe(false);
  });

  it("is known by its ids after a diff or create", () => {
    declarations.note({ key: A, texts: ["acme/billing:project:acme/deploy"] });
    declarations.note({ key: A, ids: [entry.byId] });

    expect(declarations.isDeclared({ byId: entry.byId, byText: "renamed/billing:project:renamed/deploy" })).toBe(true);
  });

  it("is known by its text no more once its ids are known: the path may belong to another project today", () => {
    declarations.note({ key: A, texts: [entry.byText] });
    declarations.note({ key: A, ids: ["99:project:98"] });

    expect(declarations.isDeclared(entry)).toBe(false);
  });

  it("stays known by its ids when it is checked again, as Pulumi does for a replacement", () => {
    declarations.note({ key: A, texts: [entry.byText] });
    declarations.note({ key: A, ids: ["99:project:98"] });
    declarations.note({ key: A, texts: [entry.byText] });

    expect(declarations.isDeclared(entry)).toBe(false);
    expect(declarations.isDeclared({ byId: "99:project:98", byText: "" })).toBe(true);
  });

  it("follows a declaration to its new ids", () => {
    declarations.note({ key: A, texts: [entry.byText] });
    declarations.note({ key: A, ids: [entry.byId] });
    declarations.note({ key: A, ids: ["99:project:98"] });

    expect(declarations.isDeclared({ ...entry, byText: "" })).toBe(false);
    expect(declarations.isDeclared({ byId: "99:project:98", byText: "" })).toBe(true);
  });

  it("is nothing that a refresh diffed without a check", () => {
    declarations.note({ key: A, ids: [entry.byId] });

    expect(declarations.isDeclared(entry)).toBe(false);
  });

  it("stays declared by one key whatever another key declares", () => {
    declarations.note({ key: A, texts: [entry.byText] });
    declarations.note({ key: A, ids: [entry.byId] });
    declarations.note({ key: B, texts: ["acme/other:project:acme/deploy"] });
    declarations.note({ key: B, ids: ["13:project:34"] });

    expect(declarations.isDeclared(entry)).toBe(true);
  });

  it("may be more than one object of a declaration", () => {
    declarations.note({ key: A, texts: ["acme/x", entry.byText] });
    expect(declarations.isDeclared(entry)).toBe(true);

    declarations.note({ key: A, ids: ["1", entry.byId] });
    expect(declarations.isDeclared(entry)).toBe(true);
  });

  it("is told apart by kind", () => {
    declarations.note({ key: A, texts: [entry.byText] });
    declarations.note({ key: A, ids: [entry.byId] });

    expect(declarations.isDeclared({ byId: "12:group:34", byText: "acme/billing:group:acme/deploy" })).toBe(false);
  });

  it("is nothing where a notice says nothing", () => {
    expect(declarations.note({ key: A })).toBe(false);
  });

  it("tells whether a notice said anything new", () => {
    expect(declarations.note({ key: A, ids: [entry.byId] })).toBe(false);
    expect(declarations.note({ key: A, texts: [entry.byText] })).toBe(true);
    expect(declarations.note({ key: A, ids: [entry.byId] })).toBe(true);
    expect(declarations.note({ key: A, texts: [entry.byText] })).toBe(false);
  });
});
