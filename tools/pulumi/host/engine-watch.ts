import { createConnection } from "node:net";

const INTERVAL_MS = 1_000;

/** Calls `onGone` when nobody listens at the engine's address any more: a CLI that was killed can't say goodbye. */
export function watchEngine(address: string, onGone: () => void, intervalMs = INTERVAL_MS): void {
  const colon = address.lastIndexOf(":");
  const target = { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
  const timer = setInterval(() => {
    const socket = createConnection(target);
    socket.once("connect", () => socket.destroy());
    socket.once("error", (error: NodeJS.ErrnoException) => {
      // Anything else (no free port, a busy machine) says nothing about the engine.
      if (error.code !== "ECONNREFUSED") return;
      clearInterval(timer);
      onGone();
    });
  }, intervalMs);
}
