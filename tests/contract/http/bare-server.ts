import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Certificate } from "./certificate";

/** Something that listens on a port of its own; what it saw, in order. */
export interface Listening {
  readonly port: number;
  readonly url: string;
  readonly seen: string[];
  /** How many connections were made to it. */
  connections(): number;
  stop(): Promise<void>;
}

/** A GitLab of one answer. */
export async function startServer(answer: RequestListener, certificate?: Certificate): Promise<Listening> {
  const seen: string[] = [];
  const listener: RequestListener = (request, response) => {
    seen.push(`${request.method} ${request.url}`);
    answer(request, response);
  };
  const server = certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener);
  return listen(server, seen, certificate === undefined ? "http" : "https");
}

/** A proxy that opens tunnels, or that refuses them with a status. */
export async function startProxy(refuseWith?: number): Promise<Listening> {
  const seen: string[] = [];
  const server = createServer();
  server.on("connect", (request, client: Socket) => {
    seen.push(`${request.method} ${request.url}`);
    if (refuseWith !== undefined) return client.end(`HTTP/1.1 ${refuseWith} No\r\n\r\n`);
    const { hostname, port } = new URL(`tcp://${request.url}`);
    const target = connect(Number(port), hostname, () => client.write("HTTP/1.1 200 Connected\r\n\r\n"));
    target.on("error", () => client.destroy());
    client.on("error", () => target.destroy());
    return client.pipe(target).pipe(client);
  });
  return listen(server, seen, "http");
}

async function listen(server: Server, seen: string[], scheme: string): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // It listens on a port.
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    seen,
    connections: () => sockets.size,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
