import type { RawParams } from "../../grape/params";
import type { Instance } from "../../model/instance";
import type { Project } from "../../model/project";
import type { User } from "../../model/users";
import { presentUserBasic } from "../basic-entities";

/** A request of a job that was let in. */
export interface Granted {
  readonly instance: Instance;
  readonly user: User;
  readonly project: Project;
  /** What stands in the path, by the names of the route; `rest` is what follows. */
  readonly names: Readonly<Record<string, string>>;
  readonly given: RawParams;
  /** Absolute, without query. */
  readonly url: string;
  /** What GitLab answers where all is well. */
  readonly status: number;
}

/** What is written is kept nowhere, so that it has the number of its path, or the first one. */
const numberAt = ({ names }: Granted, name: string): number => Number(names[name] ?? 1);

function said({ given }: Granted, name: string, otherwise: string | null = null): string | null {
  const value = given[name];
  return typeof value === "string" ? value : otherwise;
}

const nowIn = ({ instance }: Granted): string => instance.clock.now().toISOString();

export function badgeDetails(granted: Granted) {
  const [link, image] = [said(granted, "link_url"), said(granted, "image_url")];
  return {
    name: said(granted, "name"),
    ...{ link_url: link, image_url: image, rendered_link_url: link, rendered_image_url: image },
  };
}

export const badge = (granted: Granted) => ({
  ...badgeDetails(granted),
  id: numberAt(granted, "badge_id"),
  kind: "project",
});

export function deployment(granted: Granted) {
  const { instance, user, given } = granted;
  const id = numberAt(granted, "deployment_id");
  return {
    ...{ id, iid: id, ref: said(granted, "ref"), sha: said(granted, "sha"), tag: given.tag ?? false },
    ...{ status: said(granted, "status"), created_at: nowIn(granted), updated_at: nowIn(granted) },
    user: presentUserBasic(instance, user),
    environment: { id: 1, name: said(granted, "environment") },
    deployable: null,
  };
}

export const approval = (granted: Granted) => ({
  user: presentUserBasic(granted.instance, granted.user),
  status: said(granted, "status"),
  created_at: nowIn(granted),
  comment: said(granted, "comment"),
});

export function environment(granted: Granted, state = "available") {
  const name = said(granted, "name");
  return {
    ...{
      id: numberAt(granted, "environment_id"),
      name,
      slug: name?.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-") ?? null,
    },
    ...{ external_url: said(granted, "external_url"), description: said(granted, "description") },
    ...{ state, tier: said(granted, "tier", "other"), created_at: nowIn(granted), updated_at: nowIn(granted) },
  };
}

export function pipeline(granted: Granted) {
  const { instance, project } = granted;
  const id = numberAt(granted, "pipeline_id");
  return {
    ...{ id, iid: id, project_id: project.id, name: said(granted, "name"), status: "created", source: "pipeline" },
    ...{ ref: said(granted, "ref", project.defaultBranch), created_at: nowIn(granted), updated_at: nowIn(granted) },
    web_url: `${instance.origin}/${project.fullPath}/-/pipelines/${id}`,
  };
}

export function release(granted: Granted) {
  const { instance, user, names } = granted;
  const tag = names.tag_name ?? said(granted, "tag_name");
  const released = said(granted, "released_at", nowIn(granted));
  return {
    ...{ tag_name: tag, name: said(granted, "name", tag), description: said(granted, "description") },
    ...{ created_at: nowIn(granted), released_at: released, upcoming_release: false },
    author: presentUserBasic(instance, user),
    assets: { count: 0, sources: [], links: [] },
  };
}

export const releaseLink = (granted: Granted) => ({
  ...{ id: numberAt(granted, "link_id"), name: said(granted, "name"), url: said(granted, "url") },
  ...{ direct_asset_url: said(granted, "url"), link_type: said(granted, "link_type", "other") },
});

export const catalogVersion = ({ instance, project }: Granted) => ({
  catalog_url: `${instance.origin}/explore/catalog/${project.fullPath}`,
});

export const secureFile = (granted: Granted) => ({
  ...{ id: numberAt(granted, "secure_file_id"), name: said(granted, "name"), checksum: null },
  ...{ checksum_algorithm: "sha256", created_at: nowIn(granted), expires_at: null, metadata: null },
});

export const stateLock = (granted: Granted) =>
  Object.fromEntries(
    ["ID", "Operation", "Info", "Who", "Version", "Created", "Path"].map((name) => [name, said(granted, name)]),
  );
