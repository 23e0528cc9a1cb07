import { z } from "zod";
import { refusal } from "../domain/user-error";
import type { Client } from "../http/client";
import type { PlaceAtPath } from "./entry-permissions";
import { mutate } from "./graph";
import { placeName } from "./place";
import { GRAPHQL_ADVICE, PUSH_SETTINGS, type PushSettings } from "./project-access";
import type { Version } from "./version";

const payload = z.object({ errors: z.array(z.string()), ciCdSettings: z.looseObject({}).nullable() });

/** The releases with which GitLab made the settings generally available. */
const SINCE = { pushRepositoryForJobTokenAllowed: [18, 4], crossProjectPushForJobTokenAllowed: [19, 1] } as const;

/** Returns whether this GitLab may let the job tokens of other projects push. */
export function hasPushAcrossProjects(version: Version): Promise<boolean> {
  return version.has(SINCE.crossProjectPushForJobTokenAllowed);
}

/** Throws where this GitLab is too old for a setting that is written. */
export async function mustHaveSettings(version: Version, settings: PushSettings): Promise<void> {
  for (const name of namesIn(settings)) await version.mustHave(name, SINCE[name]);
}

/** The names of the settings that are written. */
export function namesIn(settings: PushSettings): (keyof PushSettings)[] {
  return PUSH_SETTINGS.filter((name) => settings[name] !== undefined);
}

/** Sets what is written, and throws where GitLab says that it keeps another value. https://docs.gitlab.com/api/graphql/reference/#mutationprojectcicdsettingsupdate */
export async function setPushSettings(client: Client, project: PlaceAtPath, settings: PushSettings): Promise<void> {
  const names = namesIn(settings);
  if (names.length === 0) return;
  const words = names.map((name) => `${name} to ${settings[name]}`).join(" and ");
  const sent = await mutate(
    client,
    {
      query:
        `mutation($project:ID!,${names.map((name) => `$${name}:Boolean!`).join(",")})` +
        `{payload:projectCiCdSettingsUpdate(input:{fullPath:$project,${names.map((name) => `${name}:$${name}`).join(",")}})` +
        `{errors ciCdSettings{${names.join(" ")}}}}`,
      variables: { project: project.path, ...settings },
      purpose: {
        action: `set ${words} in ${placeName(project)}`,
        needs: `a token with the api scope whose user has at least the Maintainer role in ${placeName(project)}`,
        advice: GRAPHQL_ADVICE,
      },
      repeatable: true,
    },
    payload,
  );
  const kept = names.filter((name) => sent.ciCdSettings?.[name] !== settings[name]);
  if (kept.length > 0)
    throw refusal(
      "a setting that GitLab keeps",
      `GitLab took the change of ${placeName(project)}, and keeps ${kept.join(" and ")} as it was. Look at Settings → CI/CD → Job token permissions of the project for what prevents it.`,
    );
}
