import fc from "fast-check";
import {
  IdentityBook,
  instanceAt,
  instanceBehind,
  mention,
  SECRET,
  sameInstance,
  UNKNOWN,
} from "../../../../provider/domain/identity";

const instance = instanceAt("https://gitlab.acme.example");
const project = (address: unknown, facts: object = {}) => mention("project", address, { instance, ...facts });

describe("mention", () => {
  it("has the form in which addresses are compared, and the program's own", () => {
    expect(project("/Acme/Billing/")).toMatchObject({
      written: "acme/billing",
      called: "/Acme/Billing/",
      id: undefined,
    });
    expect(project(42)).toMatchObject({ written: "42", called: "42", id: "42" });
  });

  it.each([[undefined], [UNKNOWN], [{ later: true }]])("takes %p for a value that is not known", (address) => {
    expect(project(address, { id: "42" })).toMatchObject({ written: UNKNOWN, id: undefined });
  });

  it("keeps a secret apart from what is not known", () => {
    expect(project(SECRET)).toMatchObject({ written: SECRET, id: undefined });
  });
});

describe("an identity book", () => {
  const byPath = project("acme/billing", { id: "42" });

  it("takes all spellings of a path for one", () => {
    expect(new IdentityBook([]).same(project("acme/billing"), project(" /ACME/billing/ "))).toBe(true);
    expect(new IdentityBook([]).same(project("acme/billing"), project("acme/shop"))).toBe(false);
  });

  it("tells a project from a group of the same path or number", () => {
    expect(new IdentityBook([]).same(project(7), mention("group", 7, { instance }))).toBe(false);
  });

  it("brings an id and a path together where one declaration knows both, and says why it can't where none does", () => {
    const [id, path] = [project(42), project("acme/billing")];

    expect(new IdentityBook([byPath]).same(id, path)).toBe(true);
    expect(new IdentityBook([]).same(id, path)).toBe("one declaration writes the id and another the path");
    expect(new IdentityBook([byPath]).keyOf(id)).toBe(new IdentityBook([byPath]).keyOf(path));
  });

  it("says that a value is not known yet, and takes two such values for nothing", () => {
    expect(new IdentityBook([]).same(project(UNKNOWN), project(UNKNOWN))).toBe("a value is not known yet");
    expect([new IdentityBook([]).keyOf(project(UNKNOWN)), new IdentityBook([]).keyOf(project(SECRET))]).toEqual([
      UNKNOWN,
      SECRET,
    ]);
  });

  it("goes by the path that GitLab gave, whatever was written", () => {
    const moved = project("acme/deploy", { id: "9", realPath: "Mallory/deploy" });
    const book = new IdentityBook([moved]);

    expect(book.namesOf(moved)).toEqual({ id: "9", path: "mallory/deploy" });
    expect(book.namesOf(project(9))).toEqual({ id: "9", path: "mallory/deploy" });
    expect(book.same(project("mallory/deploy"), project("acme/deploy"))).toBe(true);
  });

  it("calls an id by the last path that was written for it", () => {
    const renamed = project("acme/Invoices", { id: "42" });

    expect(new IdentityBook([byPath, renamed]).nameOf(project(42))).toBe("acme/Invoices");
    expect(new IdentityBook([]).nameOf(project(42))).toBe("42");
  });

  it("never takes one number on two GitLabs for one project", () => {
    const elsewhere = { ...project(42), instance: instanceAt("https://other.example") };
    const book = new IdentityBook([byPath]);

    expect(book.same(byPath, elsewhere)).toBe(false);
    expect(book.keyOf(elsewhere)).not.toBe(book.keyOf(byPath));
    expect(book.nameOf(elsewhere)).toBe("42");
  });
});

describe("an instance", () => {
  it("is one however its address is written", () => {
    const spellings = [
      "https://gitlab.acme.example/",
      "https://GITLAB.acme.example/api/v4",
      " https://gitlab.acme.example:443",
    ];

    for (const url of spellings) expect(sameInstance(instance, instanceAt(url))).toBe(true);
    expect(sameInstance(instance, instanceAt("https://gitlab.acme.example/other"))).toBe(false);
  });

  it("may be the one behind another provider, as long as one address is not known", () => {
    expect(sameInstance(instanceBehind("a"), instanceBehind("b"))).toBe("two providers may lead to one GitLab");
    expect(sameInstance(instance, instanceBehind("b"))).toBe("two providers may lead to one GitLab");
    expect(sameInstance(instanceBehind("a"), instanceBehind("a"))).toBe(true);
  });
});

describe("whatever declarations write and states know", () => {
  /** A few projects of two GitLabs: a number, a path of their own. */
  const places = [instance, instanceAt("https://other.example")].flatMap((of, gitlab) =>
    [1, 2, 3].map((id) => ({ of, id: String(id), path: `acme/p${id}-of-${gitlab}` })),
  );
  const spelling = fc.constantFrom(
    (path: string) => path,
    (path: string) => path.toUpperCase(),
    (path: string) => `/${path}/`,
  );
  const mentioned = fc
    .record({ place: fc.constantFrom(...places), byId: fc.boolean(), isIdKnown: fc.boolean(), spelled: spelling })
    .map(({ place, byId, isIdKnown, spelled }) => {
      const facts = { instance: place.of, ...(isIdKnown ? { id: place.id } : {}) };
      return { place, of: mention("project", byId ? place.id : spelled(place.path), facts) };
    });

  it("one project is never taken for two, nor two for one", () => {
    fc.assert(
      fc.property(fc.array(mentioned, { minLength: 2, maxLength: 8 }), (all) => {
        const book = new IdentityBook(all.map(({ of }) => of));
        for (const a of all)
          for (const b of all) {
            expect(book.same(a.of, b.of)).not.toBe(a.place !== b.place);
            if (a.place !== b.place) expect(book.keyOf(a.of)).not.toBe(book.keyOf(b.of));
          }
      }),
    );
  });

  it("what one declaration knows is known to all", () => {
    fc.assert(
      fc.property(fc.array(mentioned, { minLength: 2, maxLength: 8 }), (all) => {
        const telling = places.map((place) => mention("project", place.path, { instance: place.of, id: place.id }));
        const book = new IdentityBook([...all.map(({ of }) => of), ...telling]);
        for (const a of all) for (const b of all) expect(book.same(a.of, b.of)).toBe(a.place === b.place);
      }),
    );
  });
});
