import type { GitLab } from "../../gitlab/connection";
import { mustHavePermissions } from "../../gitlab/entry-permissions";
import type { Place } from "../../gitlab/place";
import { readAccess } from "../../gitlab/project-access";
import { mustHaveSettings, namesIn } from "../../gitlab/push-settings";
import type { PushNow } from "../job-token-scope/push";
import { held, type Lengths, readLists } from "./calls";
import { type Inputs, managedKinds, managesPermissions } from "./inputs";
import type { Entry } from "./plan";

/** What GitLab holds of a list before a run changes anything. */
export interface Look {
  readonly present: readonly Entry[];
  /** Where permissions are managed: the project's path, its switch and its settings for pushes, which the same query shows. */
  readonly more?: PushNow & { readonly isClosed: boolean };
}

/** Reads a list: by one query where permissions are managed, and else by REST's pages. `expected` is what a state records. */
export async function lookAt(gitlab: GitLab, project: Place, inputs: Inputs, expected: Lengths): Promise<Look> {
  const kinds = managedKinds(inputs);
  if (!managesPermissions(inputs)) return { present: await readLists(gitlab, project, kinds, expected) };
  await mustHavePermissions(gitlab.version);
  await mustHaveSettings(gitlab.version, inputs);
  const { entries, ...more } = await readAccess(gitlab.client, project, { entries: true, settings: namesIn(inputs) });
  gitlab.directory.learn("project", project.id, more.path);
  return { present: held(gitlab, entries, kinds), more };
}
