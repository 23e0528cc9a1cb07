import type { Answer } from "../../../support/gitlab/gitlab-api";
import { entityProblems, isObject } from "./entity";
import type { Body, Expectation, Expected, ExpectedFields, ExpectedHeaders } from "./fact";

/** Everything in which an answer differs from the fact, in words; nothing means that it holds. */
export function differences(answer: Answer, expected: Expectation): string[] {
  const status =
    answer.status === expected.status
      ? []
      : [`status should be ${expected.status}, is ${answer.status} with ${answer.text.slice(0, 300)}`];
  return [...status, ...headerProblems(answer.headers, expected.headers), ...bodyProblems(answer.text, expected.body)];
}

function headerProblems(headers: Headers, expected: ExpectedHeaders): string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const found = headers.get(name);
    const holds = value instanceof RegExp ? found !== null && value.test(found) : found === value;
    return holds ? [] : [`header ${name} should be ${shown(value)}, is ${shown(found)}`];
  });
}

function bodyProblems(text: string, body: Body): string[] {
  if (body === "empty") return text === "" ? [] : [`body should be empty, is ${text.slice(0, 300)}`];
  if ("text" in body) return body.text.test(text) ? [] : [`body should match ${body.text}, is ${text.slice(0, 300)}`];
  const parsed = parsedJson(text);
  if (parsed === undefined) return [`body should be JSON, is ${JSON.stringify(text.slice(0, 300))}`];
  if ("exactly" in body) return exactProblems(body.exactly, parsed.value, "body");
  if ("one" in body)
    return [
      ...entityProblems(body.one, parsed.value, "body"),
      ...valueProblems(body.where ?? {}, parsed.value, "body"),
    ];
  return listProblems(body, parsed.value);
}

function listProblems(body: Extract<Body, { list: unknown }>, value: unknown): string[] {
  if (!Array.isArray(value)) return [`body should be a list, is ${JSON.stringify(value)}`];
  const items = value.flatMap((item, index) => entityProblems(body.list, item, `body[${index}]`));
  return [...items, ...everyItem(body.where, value), ...someItems(body.some ?? [], value)];
}

function everyItem(expected: readonly ExpectedFields[] | undefined, items: unknown[]): string[] {
  if (expected === undefined) return [];
  if (items.length !== expected.length) return [`body should have ${expected.length} items, has ${items.length}`];
  return expected.flatMap((fields, index) => valueProblems(fields, items[index], `body[${index}]`));
}

function someItems(expected: readonly ExpectedFields[], items: unknown[]): string[] {
  return expected
    .filter((fields) => !items.some((item) => valueProblems(fields, item, "").length === 0))
    .map((fields) => `body should list an item with ${shown(fields)}`);
}

function valueProblems(expected: ExpectedFields, value: unknown, at: string): string[] {
  return Object.entries(expected).flatMap(([name, wanted]) =>
    exactProblems(wanted, isObject(value) ? value[name] : undefined, `${at}.${name}`),
  );
}

function exactProblems(expected: Expected, value: unknown, at: string): string[] {
  if (expected instanceof RegExp) {
    return typeof value === "string" && expected.test(value)
      ? []
      : [`${at} should match ${expected}, is ${shown(value)}`];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(value) || value.length !== expected.length) {
      return [`${at} should be ${shown(expected)}, is ${shown(value)}`];
    }
    return expected.flatMap((item, index) => exactProblems(item, value[index], `${at}[${index}]`));
  }
  if (isObject(expected) && isObject(value)) {
    const invented = Object.keys(value).filter((name) => !Object.hasOwn(expected, name));
    return [...valueProblems(expected, value, at), ...invented.map((name) => `${at}.${name} should not be there`)];
  }
  return Object.is(expected, value) ? [] : [`${at} should be ${shown(expected)}, is ${shown(value)}`];
}

function parsedJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined; // the caller reports the text itself, which says more than the parser's position
  }
}

const shown = (value: unknown): string =>
  value instanceof RegExp ? String(value) : (JSON.stringify(value) ?? "absent");
