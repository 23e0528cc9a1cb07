import { type Environment, REQUEST_TIMEOUT_S } from "../provider/domain/environment";
import type { Credential } from "../provider/gitlab/credential";
import type { Instance } from "../provider/gitlab/instance";
import { Client } from "../provider/http/client";
import { openTransport, type Transport } from "../provider/http/transport";

interface Access {
  readonly instance: Instance;
  readonly credential: () => Credential;
  readonly env: Environment;
}

/** A client for one GitLab whose waits are told on stderr. */
export function clientFor({ instance, credential, env }: Access): Client {
  const { origin, source, headers, caCert } = instance;
  let transport: Transport | undefined;
  return new Client({
    origin,
    addressSource: source,
    headers,
    credential,
    // Made for the first request: a run that sends none reads no certificate and no proxy's address.
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
    now: Date.now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: Math.random,
  });
}
