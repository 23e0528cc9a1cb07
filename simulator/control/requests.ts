import type { TokenKind } from "../grape/auth";
import { type PathPattern, pathMatcher } from "./path-pattern";

/** One request as the simulator saw it. Credentials are never kept: only what kind it was, and whose. */
export interface RecordedRequest {
  readonly method: string;
  /** With its query; a token in there is blotted out. */
  readonly path: string;
  readonly tokenKind: TokenKind;
  /** The user behind the credential. */
  readonly user: string | null;
  /** What it asked GraphQL for, such as `query project, metadata` or `mutation projectCiCdSettingsUpdate`. */
  readonly operation: string | null;
  /** The fault that was played on it. */
  readonly fault: string | null;
  /** What went onto the wire; null where the connection was cut or the request hangs. */
  readonly status: number | null;
  /** Real time, in milliseconds since the epoch. */
  readonly startedAt: number;
  readonly finishedAt: number | null;
}

/** The record while its request is under way. */
export type OpenRecord = { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] };

/** What `matching` looks for; what is left out does not matter. */
export interface RequestFilter {
  readonly method?: string;
  readonly path?: PathPattern;
  readonly status?: number;
}

/** Every request the simulator has seen, those with faults included, in the order of arrival. */
export class RequestLog implements Iterable<RecordedRequest> {
  #records: OpenRecord[] = [];
  #open = 0;
  #maxConcurrency = 0;

  get all(): readonly RecordedRequest[] {
    return this.#records;
  }

  get length(): number {
    return this.#records.length;
  }

  /** The most requests that were under way at the same time. */
  get maxConcurrency(): number {
    return this.#maxConcurrency;
  }

  [Symbol.iterator](): Iterator<RecordedRequest> {
    return this.#records.values();
  }

  matching({ method, path, status }: RequestFilter): RecordedRequest[] {
    const fits = path === undefined ? () => true : pathMatcher(path);
    return this.#records.filter(
      (record) =>
        (method === undefined || record.method === method) &&
        (status === undefined || record.status === status) &&
        fits(record.path),
    );
  }

  count(method?: string, path?: PathPattern): number {
    return this.matching({ ...(method !== undefined && { method }), ...(path !== undefined && { path }) }).length;
  }

  clear(): void {
    this.#records = [];
    this.#maxConcurrency = this.#open;
  }

  /** @internal */
  open(method: string, path: string, who: Pick<RecordedRequest, "tokenKind" | "user">): OpenRecord {
    const record: OpenRecord = {
      method,
      path: redacted(path),
      ...who,
      operation: null,
      fault: null,
      status: null,
      startedAt: Date.now(),
      finishedAt: null,
    };
    this.#records.push(record);
    this.#open += 1;
    this.#maxConcurrency = Math.max(this.#maxConcurrency, this.#open);
    return record;
  }

  /** @internal Closing twice is no harm. */
  close(record: OpenRecord): void {
    if (record.finishedAt !== null) return;
    record.finishedAt = Date.now();
    this.#open -= 1;
  }
}

/** @internal A path and query without credentials. */
export function redacted(path: string): string {
  return path.replace(/([?&](?:private_token|access_token|job_token|token)=)[^&]*/g, "$1[redacted]");
}
