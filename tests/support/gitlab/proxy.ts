import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * What a reverse proxy in front of GitLab does wrong: it decodes `%2F` in paths, it encodes the percent sign once more,
 * or it answers with a page of its own.
 */
export type Mischief = "decodes" | "doubles" | { readonly page: number };

export interface Proxy {
  readonly url: string;
  /** What it does from now on; undefined: it passes everything on as it comes. */
  mischief: Mischief | undefined;
  close(): Promise<void>;
}

/** Starts a proxy in front of a GitLab, on loopback. */
export async function startProxy(target: string, mischief?: Mischief): Promise<Proxy> {
  const state: { mischief: Mischief | undefined } = { mischief };
  const server = createServer((incoming, outgoing) => answer({ target, mischief: state.mischief }, incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get mischief() {
      return state.mischief;
    },
    set mischief(next) {
      state.mischief = next;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Setting {
  readonly target: string;
  readonly mischief: Mischief | undefined;
}

function answer({ target, mischief }: Setting, incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (typeof mischief === "object") {
    outgoing.writeHead(mischief.page, { "Content-Type": "text/html" });
    outgoing.end(`<!DOCTYPE html>\n<html><head><title>${mischief.page}</title></head><body>nginx</body></html>\n`);
    return;
  }
  const url = target + mangled(incoming.url ?? "/", mischief);
  const forwarded = request(url, { method: incoming.method ?? "GET", headers: incoming.headers }, (reply) => {
    outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(outgoing);
  });
  forwarded.once("error", () => outgoing.destroy());
  incoming.pipe(forwarded);
}

function mangled(path: string, mischief: "decodes" | "doubles" | undefined): string {
  if (mischief === "decodes") return path.replaceAll(/%2F/gi, "/");
  return mischief === "doubles" ? path.replaceAll("%", "%25") : path;
}
