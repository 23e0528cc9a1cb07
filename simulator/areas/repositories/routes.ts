import { forbidden, notFound } from "../../grape/errors";
import { paged, pages } from "../../grape/pagination";
import { text } from "../../grape/param-types";
import { optional, type Rule, requires } from "../../grape/params";
import { created, noContent, ok } from "../../grape/reply";
import { type OpenCall, openRoute } from "../../grape/router";
import { AccessLevel } from "../../model/members";
import type { Project, RepositoryFile } from "../../model/project";
import { canReadCode, levelOn, requireWritable } from "../access";
import { type CallAt, projectAt } from "../addresses";
import { includesText } from "../lists";
import { branchesOf, changeFile, createFile, deleteFile, fileAt } from "./operations";
import { presentBranch, presentFile } from "./presentation";

const path = "/projects/:id/repository/files/:file_path";
const SORTS = ["name_asc", "updated_asc", "updated_desc"];
const file = { id: requires(text), file_path: requires(text) };
/** Refuses a path that leads out of the repository. */
const insideRepository: Rule = ({ file_path: given }) =>
  /(^|\/)\.\.(\/|$)/.test(String(given)) ? "file_path should be a valid file path" : undefined;
const rules = [insideRepository];
const commit = {
  ...file,
  branch: requires(text, { allowBlank: false }),
  commit_message: requires(text, { allowBlank: false }),
};
/** The simulator shows no author of a commit. */
const shaping = ["author_email", "author_name"];
const content = {
  content: requires(text),
  encoding: optional(text, { values: ["base64", "text"], initial: "text" }),
};

export const repositoryRoutes = [
  openRoute(
    `GET ${path}`,
    { scopes: ["read_repository"], rules, params: { ...file, ref: requires(text, { allowBlank: false }) } },
    (call) => {
      const shown = presentFile(readFile(call, call.params.ref));
      return ok(shown, fileHeaders(shown));
    },
  ),

  openRoute(
    "GET /projects/:id/repository/branches",
    {
      scopes: ["read_repository"],
      params: { ...pages, id: requires(text), search: optional(text), sort: optional(text, { values: SORTS }) },
    },
    (call) => {
      const { instance, params } = call;
      const project = openRepository(call);
      const found = branchesOf(project).filter((name) => !params.search || includesText(name, params.search));
      return paged(call, found, (name) => presentBranch(instance, project, name));
    },
  ),

  openRoute(
    "GET /projects/:id/repository/branches/:branch",
    { scopes: ["read_repository"], params: { id: requires(text), branch: requires(text) } },
    (call) => {
      const project = openRepository(call);
      const name = branchesOf(project).find((each) => each === call.params.branch);
      if (name === undefined) throw notFound("Branch");
      return ok(presentBranch(call.instance, project, name));
    },
  ),

  openRoute(
    `GET ${path}/raw`,
    { scopes: ["read_repository"], rules, params: { ...file, ref: optional(text, { initial: "HEAD" }) } },
    (call) => {
      const found = readFile(call, call.params.ref ?? "HEAD");
      const headers = { ...fileHeaders(presentFile(found)), "Content-Type": "text/plain; charset=utf-8" };
      return { status: 200, text: found.content.toString("utf8"), headers };
    },
  ),

  openRoute(`POST ${path}`, { shaping, rules, params: { ...commit, ...content } }, (call) => {
    createFile(call.instance, pushable(call), call.params);
    return created(written(call));
  }),

  openRoute(`PUT ${path}`, { shaping, rules, params: { ...commit, ...content } }, (call) => {
    changeFile(call.instance, pushable(call), call.params);
    return ok(written(call));
  }),

  openRoute(`DELETE ${path}`, { shaping, rules, params: commit }, (call) => {
    deleteFile(call.instance, pushable(call), call.params);
    return noContent();
  }),
];

/** The project of a call, for those who may read its code. */
function openRepository(call: CallAt): Project {
  const project = projectAt(call);
  if (!canReadCode(call.instance, call.user, project)) throw call.user ? forbidden() : notFound("Project");
  return project;
}

type Reading = CallAt & OpenCall<{ readonly file_path: string | null }>;

function readFile(call: Reading, ref: string): RepositoryFile {
  const project = projectAt(call);
  if (!canReadCode(call.instance, call.user, project)) throw forbidden();
  const branch = ref === "HEAD" ? project.defaultBranch : ref;
  if (![...project.files.values()].some((each) => each.branch === branch)) throw notFound("Commit");
  const found = fileAt(project, { branch, file_path: call.params.file_path });
  if (found === undefined) throw notFound("File");
  return found;
}

/** GitLab repeats what it knows of a file in headers, for clients that send a HEAD. */
function fileHeaders({ content: _content, ...details }: ReturnType<typeof presentFile>): Record<string, string> {
  const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      `X-Gitlab-${name.split("_").map(capitalized).join("-")}`,
      encodeURI(String(value)),
    ]),
  );
}

type Writing = OpenCall<{ readonly id: string | null; readonly branch: string; readonly file_path: string | null }>;

function written({ params: { branch, file_path } }: Writing) {
  return { file_path, branch };
}

function pushable(call: Writing): Project {
  const project = projectAt(call);
  if (levelOn(call.instance, call.user, project) < AccessLevel.developer) throw forbidden();
  requireWritable(call.instance, project);
  return project;
}
