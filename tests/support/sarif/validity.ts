import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";

const {
  $schema: _draft,
  id: _address,
  ...schema
} = JSON.parse(readFileSync(join(__dirname, "sarif-2.1.0-rtm.5.json"), "utf8"));
// The schema is of draft 4, of which it uses nothing that later drafts have changed.
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(
  schema,
);

/** What the schema of SARIF 2.1.0 has against a log, and each address in it that is none. */
export function faultsOf(log: unknown): string[] {
  validate(log);
  const addresses = JSON.stringify(log).matchAll(/"(?:uri|helpUri|\$schema)":("(?:[^"\\]|\\.)*")/g);
  return [
    ...(validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`),
    ...[...addresses].map(([, uri = ""]) => JSON.parse(uri)).filter((uri) => !/^[!#-;=?-Z_a-z~[\]%]+$/.test(uri)),
  ];
}
