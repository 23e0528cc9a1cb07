import type { Answer } from "../../../support/gitlab/gitlab-api";
import { newUser, unique } from "../facts/world";
import { bodyOf, idsOf, withSimulator } from "../with-simulator";

/** The address of the next page, as `Link` names it. */
const nextOf = ({ headers }: Answer): string | undefined =>
  /^<([^>]+)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1];

async function pageAt(url: string, token: string): Promise<Answer> {
  const response = await fetch(url, { headers: { "private-token": token } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Follows the links to their end; `between` happens after each page. */
async function walked(url: string, token: string, between: (page: Answer) => Promise<void>): Promise<number[]> {
  const ids: number[] = [];
  for (let next: string | undefined = url; next; ) {
    const page: Answer = await pageAt(next, token);
    ids.push(...idsOf(page));
    await between(page);
    next = nextOf(page);
  }
  return ids;
}

describe("pages by cursor", () => {
  const orders = ["id", "name", "username", "created_at", "updated_at"].flatMap((order_by) =>
    ["asc", "desc"].map((sort) => ({ order_by, sort })),
  );

  it.each(orders)("show everybody once in the order of $order_by $sort, as numbered pages do", async (order) => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      for (const name of ["Cyd", "Ann", "Bob", "Ann", "Dan"]) await newUser(gitlab, name);
      const query = new URLSearchParams({ ...order, per_page: "2" });
      const users = `${simulator.url}/api/v4/users?${query}`;

      const seen = await walked(`${users}&pagination=keyset`, gitlab.token, async () => {});

      const numbered = await gitlab.send("GET /users", { as: gitlab.token, query: { ...order, per_page: 100 } });
      expect(seen).toEqual(idsOf(numbered));
    });
  });

  it("go on where they were after the last one who was seen is deleted", async () => {
    await withSimulator({}, async ({ simulator, gitlab }) => {
      const people = [await newUser(gitlab, "Ann"), await newUser(gitlab, "Bob"), await newUser(gitlab, "Cyd")];
      const url = `${simulator.url}/api/v4/users?pagination=keyset&order_by=name&sort=desc&per_page=1&humans=true`;

      const seen = await walked(url, gitlab.token, async (page) => {
        const [id] = idsOf(page);
        if (people.some((person) => person.id === id)) await gitlab.delete(`/users/${id}`);
      });

      expect(seen.slice(0, 3)).toEqual(people.map(({ id }) => id).reverse());
      expect(new Set(seen).size).toBe(seen.length);
    });
  });

  it("have the cursor that GitLab makes: JSON in Base64, with the columns and the direction", async () => {
    await withSimulator({}, async ({ gitlab }) => {
      const query = { pagination: "keyset", order_by: "username", sort: "asc", per_page: 1 };
      const answer = await gitlab.send("GET /users", { as: gitlab.token, query });

      const cursor = new URL(nextOf(answer) ?? "").searchParams.get("cursor") ?? "";
      const [{ id, username }] = bodyOf(answer) as [{ id: number; username: string }];
      expect(JSON.parse(Buffer.from(cursor, "base64url").toString())).toEqual({ username, id, _kd: "n" });
    });
  });

  it("become a 500 for a cursor that GitLab did not make", async () => {
    await withSimulator({ log: () => {} }, async ({ gitlab }) => {
      const query = { pagination: "keyset", cursor: unique("none") };

      expect((await gitlab.send("GET /users", { as: gitlab.token, query })).status).toBe(500);
    });
  });
});
