import { createHash } from "node:crypto";
import type { RepositoryFile } from "../../model/project";

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
