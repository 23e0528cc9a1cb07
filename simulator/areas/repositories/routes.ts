import { forbidden, notFound } from "../../grape/errors";
import { text } from "../../grape/param-types";
import { optional, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { type OpenCall, openRoute } from "../../grape/router";
import { AccessLevel } from "../../model/members";
import type { Project } from "../../model/project";
import { canReadCode, levelOn } from "../access";
import { projectAt } from "../addresses";
import { changeFile, createFile, deleteFile, fileAt } from "./operations";
import { presentFile } from "./presentation";

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

export const repositoryRoutes = [
  openRoute(`GET ${path}`, { params: { ...file, ref: requires(text, { allowBlank: false }) } }, (call) => {
    const { instance, params, user } = call;
    const project = projectAt(call);
    if (!canReadCode(instance, user, project)) throw forbidden();
    const branch = params.ref === "HEAD" ? project.defaultBranch : params.ref;
    if (![...project.files.values()].some((each) => each.branch === branch)) throw notFound("Commit");
    const found = fileAt(project, { branch, file_path: params.file_path });
    if (found === undefined) throw notFound("File");
    return ok(presentFile(found));
  }),

  openRoute(`POST ${path}`, { params: { ...commit, ...content } }, (call) => {
    createFile(call.instance, pushable(call), call.params);
    return created(written(call));
  }),

  openRoute(`PUT ${path}`, { params: { ...commit, ...content } }, (call) => {
    changeFile(call.instance, pushable(call), call.params);
    return ok(written(call));
  }),

  openRoute(`DELETE ${path}`, { params: commit }, (call) => {
    deleteFile(pushable(call), call.params);
    return noContent();
  }),
];

type Writing = OpenCall<{ readonly id: string | null; readonly branch: string; readonly file_path: string | null }>;

function written({ params: { branch, file_path } }: Writing) {
  return { file_path, branch };
}

function pushable(call: Writing): Project {
  const project = projectAt(call);
  if (levelOn(call.instance, call.user, project) < AccessLevel.developer) throw forbidden();
  return project;
}
