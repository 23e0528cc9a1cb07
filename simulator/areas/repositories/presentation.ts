import { createHash } from "node:crypto";
import type { Instance } from "../../model/instance";
import type { Project, RepositoryFile } from "../../model/project";

export function sha1(text: string | Buffer): string {
  return createHash("sha1").update(text).digest("hex");
}

export function presentFile({ branch, path: filePath, content: bytes, commitId }: RepositoryFile) {
  const blob = Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]);
  return {
    file_name: filePath.split("/").at(-1),
    file_path: filePath,
    size: bytes.length,
    encoding: "base64",
    content_sha256: createHash("sha256").update(bytes).digest("hex"),
    ref: branch,
    blob_id: sha1(blob),
    commit_id: commitId,
    last_commit_id: commitId,
    execute_filemode: false,
    content: bytes.toString("base64"),
  };
}

/** `Branch`, as far as it does not speak of commits, which are not simulated. */
export function presentBranch({ origin }: Instance, project: Project, name: string) {
  return {
    name,
    merged: false,
    protected: name === project.defaultBranch,
    developers_can_push: false,
    developers_can_merge: false,
    can_push: true,
    default: name === project.defaultBranch,
    web_url: `${origin}/${project.fullPath}/-/tree/${encodeURIComponent(name)}`,
  };
}
