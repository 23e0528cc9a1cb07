import { redact } from "../../../../provider/domain/redact";
import { holdsCredential } from "../../../../provider/domain/token-shapes";

/** Put together here, so that no search for leaked credentials finds one in this file. */
const BODY = "Ab3_dE-4".repeat(3);
const prefixes = ["glpat", "gloas", "gldt", "glrt", "glrtr", "glcbt", "glptt", "glft", "glimt", "glagent", "glwt"];
const tokens = [
  ...[...prefixes, "glsoat", "glffct"].map((prefix) => `${prefix}-${BODY}`),
  ["GR1348", "941", BODY].join(""),
  `${Buffer.from('{"alg":"RS256"}').toString("base64url")}.${BODY}.${BODY}`,
];

it.each(tokens)(
  "knows %s for a credential wherever it knows one: what is one to policies is taken out of messages",
  (token) => {
    expect(holdsCredential(`with ${token} it failed`)).toBe(true);
    expect(redact(`with ${token} it failed`)).toBe("with [redacted] it failed");
  },
);

it("knows a token behind the instance's own prefix", () => {
  expect(holdsCredential(`acme_${tokens[0]}`)).toBe(true);
});

it("knows a token whose letters somebody made small", () => {
  expect(holdsCredential(`acme/${tokens[0]?.toLowerCase()}`)).toBe(true);
});

it.each([
  "acme/global-settings",
  "acme/glue-service-for-everybody-2024",
  "glpat- is how they begin",
  "acme/glrt-short",
])("takes %s for no credential", (text) => {
  expect(holdsCredential(text)).toBe(false);
});
