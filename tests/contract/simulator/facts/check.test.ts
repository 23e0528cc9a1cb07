import { differences } from "./check";
import { integer, nullable, optional, string } from "./entity";
import type { Body, Expectation } from "./fact";

const thing = { id: integer, name: nullable(string), note: optional(string) };

const answer = (body: unknown, status = 200, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
  text: typeof body === "string" ? body : JSON.stringify(body),
});

const expecting = (body: Body, more: Partial<Expectation> = {}): Expectation => ({
  status: 200,
  headers: {},
  body,
  ...more,
});

describe("the check of an answer against a fact", () => {
  it("finds nothing in an answer that is as the fact says", () => {
    const body: Body = { one: thing, where: { id: 1 } };

    expect(differences(answer({ id: 1, name: null }), expecting(body))).toEqual([]);
  });

  it("reports another status with the body that explains it", () => {
    expect(differences(answer("", 404), expecting("empty"))).toEqual(["status should be 200, is 404 with "]);
  });

  it("reports a body where there should be none", () => {
    expect(differences(answer({ a: 1 }), expecting("empty"))).toEqual(['body should be empty, is {"a":1}']);
  });

  it("reports a body that is no JSON", () => {
    expect(differences(answer("<html>"), expecting({ one: thing }))).toEqual(['body should be JSON, is "<html>"']);
  });

  it("reports a header that is missing, another one, and one that should not be there", () => {
    const headers = { link: /next/, "x-page": "1", "x-total": null };

    expect(differences(answer("", 200, { "x-page": "2", "x-total": "5" }), expecting("empty", { headers }))).toEqual([
      "header link should be /next/, is null",
      'header x-page should be "1", is "2"',
      'header x-total should be null, is "5"',
    ]);
  });

  it("reports a field that is missing, one of another type, and one that GitLab does not have", () => {
    expect(differences(answer({ name: 5, colour: "red" }), expecting({ one: thing }))).toEqual([
      "body.id is missing",
      "body.name should be a string, is 5",
      "body.colour is not a field that GitLab has here",
    ]);
  });

  it("reports another value of a field", () => {
    expect(differences(answer({ id: 2, name: "b" }), expecting({ one: thing, where: { name: "a" } }))).toEqual([
      'body.name should be "a", is "b"',
    ]);
  });

  it("reports every difference from an exact body, more fields included", () => {
    const body: Body = { exactly: { message: { key: ["taken"] }, code: /^4/ } };

    expect(differences(answer({ message: { key: ["free"] }, code: "5", more: 1 }), expecting(body))).toEqual([
      'body.message.key[0] should be "taken", is "free"',
      'body.code should match /^4/, is "5"',
      "body.more should not be there",
    ]);
  });

  it("reports a list of another length, and an item that is not in it", () => {
    const one = { id: 1, name: "a" };

    expect(differences(answer([one]), expecting({ list: thing, where: [] }))).toEqual([
      "body should have 0 items, has 1",
    ]);
    expect(differences(answer([one]), expecting({ list: thing, some: [{ id: 2 }] }))).toEqual([
      'body should list an item with {"id":2}',
    ]);
    expect(differences(answer(one), expecting({ list: thing }))).toEqual([
      'body should be a list, is {"id":1,"name":"a"}',
    ]);
  });
});
