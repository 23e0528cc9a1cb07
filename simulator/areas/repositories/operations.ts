import { refuse } from "../../grape/errors";
import type { Instance } from "../../model/instance";
import type { Project, RepositoryFile } from "../../model/project";
import { sha1 } from "./presentation";

interface Where {
  readonly branch: string;
  readonly file_path: string | null;
}

interface Content extends Where {
  readonly content: string | null;
  readonly encoding: "base64" | "text" | null;
}

export function fileAt(project: Project, { branch, file_path: path }: Where): RepositoryFile | undefined {
  return project.files.get(keyOf(branch, path));
}

/** Branches are those that hold files, in the order of their names; a repository without a commit has none. */
export function branchesOf({ files }: Project): string[] {
  return [...new Set([...files.values()].map(({ branch }) => branch))].sort();
}

export function createFile(instance: Instance, project: Project, content: Content): void {
  if (fileAt(project, content)) throw refuse(400, "A file with this name already exists");
  write(instance, project, content);
}

export function changeFile(instance: Instance, project: Project, content: Content): void {
  if (!fileAt(project, content)) throw refuse(400, "A file with this name doesn't exist");
  write(instance, project, content);
}

export function deleteFile(instance: Instance, project: Project, where: Where): void {
  const existed = project.files.delete(keyOf(where.branch, where.file_path));
  if (!existed) throw refuse(400, "A file with this name doesn't exist");
  commit(instance, project, where);
}

function write(instance: Instance, project: Project, { branch, file_path, content, encoding }: Content): void {
  const bytes = Buffer.from(content ?? "", encoding === "base64" ? "base64" : "utf8");
  const commitId = commit(instance, project, { branch, file_path });
  project.files.set(keyOf(branch, file_path), { branch, path: file_path ?? "", content: bytes, commitId });
  project.updatedAt = instance.clock.now();
}

/** Makes a commit, which is then the last one of its branch. */
function commit({ clock }: Instance, { id, files, heads }: Project, { branch, file_path: path }: Where): string {
  const commitId = sha1(`${id} ${branch} ${path} ${files.size} ${heads.get(branch)} ${clock.now().getTime()}`);
  heads.set(branch, commitId);
  return commitId;
}

function keyOf(branch: string, path: string | null): string {
  return `${branch}:${path}`;
}
