import { z } from "zod";
import type { GitLab } from "../../gitlab/connection";
import type { Place } from "../../gitlab/place";
import { type PushSettings, readAccess } from "../../gitlab/project-access";
import { mustHaveSettings, namesIn, setPushSettings } from "../../gitlab/push-settings";

/** The inputs of every resource that manages whether job tokens may push. */
export const pushInputs = {
  pushRepositoryForJobTokenAllowed: z.boolean().optional(),
  crossProjectPushForJobTokenAllowed: z.boolean().optional(),
};

type Asked = Pick<GitLab, "client" | "directory" | "version">;

/** What GitLab has of them, and the path that its mutations take. */
export interface PushNow {
  readonly path: string;
  readonly settings: PushSettings;
}

/** The settings of one project that say whether job tokens may push, as far as a resource manages them. */
export class Push {
  readonly #gitlab: Asked;
  readonly #project: Place;
  readonly #wanted: PushSettings;
  #now: PushNow | undefined;

  private constructor(gitlab: Asked, project: Place, wanted: PushSettings) {
    this.#gitlab = gitlab;
    this.#project = project;
    this.#wanted = wanted;
  }

  /** Looks at what GitLab has before anything is changed. `known` is what another question has shown already. */
  static async open(gitlab: Asked, project: Place, wanted: PushSettings, known?: PushNow): Promise<Push> {
    const push = new Push(gitlab, project, wanted);
    const settings = namesIn(wanted);
    if (settings.length === 0) return push;
    await mustHaveSettings(gitlab.version, wanted);
    push.#now = known ?? (await pushNow(gitlab, project, settings));
    return push;
  }

  /** What GitLab has, as far as that is managed. */
  get recorded(): PushSettings {
    return this.#now?.settings ?? {};
  }

  /** Takes away what is not wanted. It comes before all other changes of a run. */
  turnOff(): Promise<void> {
    return this.#set(false);
  }

  /** Gives what is wanted. It comes last. */
  turnOn(): Promise<void> {
    return this.#set(true);
  }

  async #set(value: boolean): Promise<void> {
    const now = this.#now;
    if (now === undefined) return;
    const changed = namesIn(this.#wanted).filter(
      (name) => this.#wanted[name] === value && now.settings[name] !== value,
    );
    const settings = Object.fromEntries(changed.map((name) => [name, value]));
    await setPushSettings(this.#gitlab.client, { ...this.#project, path: now.path }, settings);
    this.#now = { ...now, settings: { ...now.settings, ...settings } };
  }
}

/** What GitLab has of the settings that a state manages. */
export async function observePush(gitlab: Asked, project: Place, managed: PushSettings): Promise<PushSettings> {
  const settings = namesIn(managed);
  return settings.length === 0 ? {} : (await pushNow(gitlab, project, settings)).settings;
}

async function pushNow({ client, directory }: Asked, project: Place, settings: ReturnType<typeof namesIn>) {
  const now: PushNow = await readAccess(client, project, { settings });
  directory.learn("project", project.id, now.path);
  return now;
}

/** Returns what a preview says of settings that are no longer written. */
export function noLongerSet(olds: object, news: object, project: string): string[] {
  const isWritten = (values: object, name: string) =>
    Object.getOwnPropertyDescriptor(values, name)?.value !== undefined;
  return Object.keys(pushInputs)
    .filter((name) => isWritten(olds, name) && !isWritten(news, name))
    .map((name) => `${name} of project ${project} is no longer declared and so no longer managed: it stays as it is.`);
}
