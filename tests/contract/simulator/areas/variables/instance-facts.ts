import { instanceVariable } from "../../facts/entities/access";
import { error, factsIn, forbidden, message, notFound, unauthorized } from "../../facts/fact";
import type { Gitlab } from "../../facts/gitlab";
import { newUser } from "../../facts/world";

const code = "lib/api/admin/ci/variables.rb";
const all = "/admin/ci/variables";
const one = "/admin/ci/variables/:key";
const path = { key: "REGION" };

async function anInstanceWithAVariable(gitlab: Gitlab) {
  await gitlab.do(`POST ${all}`, { json: { key: "REGION", value: "north" } });
  return { gitlab, root: gitlab.token, user: await newUser(gitlab, "somebody") };
}

const fact = factsIn(anInstanceWithAVariable);

export const instanceVariableFacts = [
  fact({
    endpoint: `GET ${all}`,
    when: "an administrator asks",
    status: 200,
    call: ({ root }) => ({ as: root }),
    body: { list: instanceVariable, where: [{ key: "REGION", value: "north" }] },
    source: code,
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "key and value are given",
    status: 201,
    call: ({ root }) => ({ as: root, json: { key: "STAGE", value: "test", protected: true } }),
    body: {
      one: instanceVariable,
      where: { key: "STAGE", value: "test", variable_type: "env_var", protected: true, masked: false, raw: false },
    },
    source: code,
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "the key is taken",
    status: 400,
    call: ({ root }) => ({ as: root, json: { key: "REGION", value: "x" } }),
    body: message({ key: ["(REGION) has already been taken"] }),
    source: "app/models/ci/instance_variable.rb",
  }),
  fact({
    endpoint: `POST ${all}`,
    when: "key and value are missing",
    status: 400,
    call: ({ root }) => ({ as: root }),
    body: error("key is missing, value is missing"),
    source: code,
  }),
  ...([`GET ${all}`, `POST ${all}`, `GET ${one}`, `PUT ${one}`, `DELETE ${one}`] as const).flatMap((endpoint) => [
    fact({
      endpoint,
      when: "sent without a token",
      status: 401,
      call: () => ({ path }),
      body: unauthorized,
      source: code,
    }),
    fact({
      endpoint,
      when: "somebody sends it who is no administrator, without parameters",
      status: 403,
      call: ({ user }) => ({ path, as: user.token }),
      body: forbidden,
      source: code,
    }),
  ]),
  ...([`GET ${one}`, `PUT ${one}`, `DELETE ${one}`] as const).map((endpoint) =>
    fact({
      endpoint,
      when: "there is no such variable",
      status: 404,
      call: ({ root }) => ({ path: { key: "NONE" }, as: root }),
      body: notFound("InstanceVariable"),
      source: code,
    }),
  ),
  fact({
    endpoint: `GET ${one}`,
    when: "there is one",
    status: 200,
    call: ({ root }) => ({ path, as: root }),
    body: { one: instanceVariable, where: { key: "REGION", value: "north" } },
    source: code,
  }),
  fact({
    endpoint: `PUT ${one}`,
    when: "the value changes",
    status: 200,
    call: ({ root }) => ({ path, as: root, json: { value: "west" } }),
    body: { one: instanceVariable, where: { key: "REGION", value: "west" } },
    source: code,
  }),
  fact({
    endpoint: `DELETE ${one}`,
    when: "there is one",
    status: 204,
    call: ({ root }) => ({ path, as: root }),
    body: "empty",
    source: code,
  }),
];
