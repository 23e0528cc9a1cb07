import { type Environment, REQUEST_TIMEOUT_S } from "../provider/domain/environment";
import { Connection } from "../provider/gitlab/connection";
import type { Credential } from "../provider/gitlab/credential";
import type { Instance, Settings } from "../provider/gitlab/instance";
import { Client } from "../provider/http/client";
import { REAL_TIME } from "../provider/http/pace";
import { openTransport, type Transport } from "../provider/http/transport";

interface Access {
  readonly instance: Instance;
  readonly credential: () => Credential;
  readonly env: Environment;
}

/** A client for one GitLab. It says on stderr why it waits. */
export function clientFor({ instance, credential, env }: Access): Client {
  const { origin, source, headers, caCert } = instance;
  let transport: Transport | undefined;
  return new Client({
    origin,
    addressSource: source,
    headers,
    credential,
    // Opened by the first request, because certificates and proxies matter only to a run that sends one.
    transport: (exchange) => {
      transport ??= openTransport({
        timeoutMs: REQUEST_TIMEOUT_S * 1_000,
        env,
        ...(caCert === undefined ? {} : { caCert }),
      }).send;
      return transport(exchange);
    },
    announce: (text) => console.error(text),
    beforeOnce: async () => {},
    ...REAL_TIME,
    random: Math.random,
  });
}

interface Telling {
  readonly tell: (text: string) => void;
  /** How long a call waits for rate limits in all. */
  readonly patienceMs?: number;
}

/** A connection for one command. It has one way to tell its user something. */
export function connectionTo(settings: Settings, env: Environment, { tell, ...more }: Telling): Connection {
  const surroundings = { env, time: REAL_TIME, say: tell, warn: tell, announce: tell, beforeOnce: async () => {} };
  return new Connection(settings, { ...surroundings, ...more });
}
