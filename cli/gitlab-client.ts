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
    now: Date.now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: Math.random,
  });
}
