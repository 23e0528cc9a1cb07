import { createHash } from "node:crypto";
import { forbidden, notFound, refuse } from "../../grape/errors";
import { text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { type OpenCall, openRoute } from "../../grape/router";
import { AccessLevel } from "../../model/member";
import type { Project, RepositoryFile } from "../../model/project";
import { findProject, levelOn } from "../access";
import { canReadCode } from "./present-project";

const path = "/projects/:id/repository/files/:file_path";
const file = { id: requires(text), file_path: requires(text) };
const commit = {
  ...file,
  branch: requires(text, { allowBlank: false }),
  commit_message: requires(text, { allowBlank: false }),
};
const content = {
  content: requires(text),
  encoding: optional(text, { values: ["base64", "text"], initial: "text" }),
};

export const repositoryFileRoutes = [
  openRoute(`GET ${path}`, { params: { ...file, ref: requires(text, { allowBlank: false }) } }, (call) => {
    const project = findProject(call, call.params.id);
    if (!canReadCode(call.instance, call.user, project)) throw forbidden();
    const ref = call.params.ref === "HEAD" ? project.defaultBranch : call.params.ref;
    if (![...project.files.values()].some(({ branch }) => branch === ref)) throw notFound("Commit");
    const found = project.files.get(keyOf(ref, call.params.file_path));
    if (found === undefined) throw notFound("File");
    return ok(presentFile(found));
  }),

  openRoute(`POST ${path}`, { params: { ...commit, ...content } }, (call) => {
    const project = pushable(call, call.params.id);
    const key = keyOf(call.params.branch, call.params.file_path);
    if (project.files.has(key)) throw refuse(400, "A file with this name already exists");
    write(call, project, call.params);
    return created({ file_path: call.params.file_path, branch: call.params.branch });
  }),

  openRoute(`PUT ${path}`, { params: { ...commit, ...content } }, (call) => {
    const project = pushable(call, call.params.id);
    const key = keyOf(call.params.branch, call.params.file_path);
    if (!project.files.has(key)) throw refuse(400, "A file with this name doesn't exist");
    write(call, project, call.params);
    return ok({ file_path: call.params.file_path, branch: call.params.branch });
  }),

  openRoute(`DELETE ${path}`, { params: commit }, (call) => {
    const project = pushable(call, call.params.id);
    const existed = project.files.delete(keyOf(call.params.branch, call.params.file_path));
    if (!existed) throw refuse(400, "A file with this name doesn't exist");
    return noContent();
  }),
];

interface Writing {
  readonly branch: string;
  readonly file_path: string | null;
  readonly content: string | null;
  readonly encoding: "base64" | "text" | null;
}

function write(call: OpenCall, project: Project, { branch, file_path, content, encoding }: Writing): void {
  const bytes = Buffer.from(content ?? "", encoding === "base64" ? "base64" : "utf8");
  const now = call.instance.clock.now();
  const commitId = sha1(`${project.id} ${branch} ${file_path} ${project.files.size} ${now.getTime()}`);
  project.files.set(keyOf(branch, file_path), { branch, path: file_path ?? "", content: bytes, commitId });
  project.updatedAt = now;
}

function pushable(call: OpenCall, id: string | null): Project {
  const project = findProject(call, id);
  if (levelOn(call.instance, call.user, project) < AccessLevel.developer) throw forbidden();
  return project;
}

function keyOf(branch: string, path: string | null): string {
  return `${branch}:${path}`;
}

function sha1(text: string | Buffer): string {
  return createHash("sha1").update(text).digest("hex");
}

function presentFile({ branch, path: filePath, content: bytes, commitId }: RepositoryFile) {
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
