import { z } from "zod";
import { refusal } from "../domain/user-error";
import type { Call, Client } from "../http/client";
import { path } from "../http/path";

const metadata = z.object({ version: z.string() });

type Release = readonly [major: number, minor: number];

/** GitLab's version, asked once in a process. https://docs.gitlab.com/api/metadata/ */
export class Version {
  readonly #client: Client;
  #version: Promise<string> | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Returns whether GitLab is as new as a feature. Its fields may be there before, behind flags, and do nothing. */
  async has(release: Release): Promise<boolean> {
    return isSince(await this.#asked(), release);
  }

  /** Throws where GitLab is older than a feature. */
  async mustHave(feature: string, release: Release): Promise<void> {
    const version = await this.#asked();
    if (isSince(version, release)) return;
    throw refusal(
      "a feature of a newer GitLab",
      `The GitLab at ${this.#client.origin} has version ${version}, and ${feature} came with ${release.join(".")}. Nothing was touched. ` +
        "Leave that input out, or update GitLab.",
    );
  }

  #asked(): Promise<string> {
    this.#version ??= this.#ask();
    this.#version.catch(() => {
      this.#version = undefined; // A failure is not remembered.
    });
    return this.#version;
  }

  async #ask(): Promise<string> {
    const call: Call = {
      method: "GET",
      path: path`/metadata`,
      purpose: { action: "ask for GitLab's version", needs: "a token with the api or read_api scope" },
    };
    return (await this.#client.send(call, metadata)).version;
  }
}

/** A version that is no number is one of GitLab's own builds, and newer than all. */
function isSince(version: string, [major, minor]: Release): boolean {
  const [, ours = "", theirs = ""] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return ours === "" || Number(ours) > major || (Number(ours) === major && Number(theirs) >= minor);
}
