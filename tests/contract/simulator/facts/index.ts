import { allowlistFacts } from "./areas/allowlist";
import { allowlistRemovalFacts } from "./areas/allowlist-removal";
import { credentialFacts } from "./areas/credentials";
import { groupVariableFacts } from "./areas/group-variables";
import { groupFacts } from "./areas/groups";
import { groupsAllowlistFacts } from "./areas/groups-allowlist";
import { groupsAllowlistRemovalFacts } from "./areas/groups-allowlist-removal";
import { impersonationTokenFacts } from "./areas/impersonation-tokens";
import { instanceFacts } from "./areas/instance";
import { instanceVariableFacts } from "./areas/instance-variables";
import { jobTokenScopeFacts } from "./areas/job-token-scope";
import { memberFacts } from "./areas/members";
import { mergeRequestFacts } from "./areas/merge-requests";
import { movedProjectFacts } from "./areas/moved-projects";
import { noteFacts } from "./areas/notes";
import { paginationFacts } from "./areas/pagination";
import { parameterFacts } from "./areas/parameters";
import { personalAccessTokenFacts } from "./areas/personal-access-tokens";
import { personalTokenRotationFacts } from "./areas/personal-token-rotation";
import { projectChangeFacts } from "./areas/project-changes";
import { projectDeletionFacts } from "./areas/project-deletion";
import { projectVariableFacts } from "./areas/project-variables";
import { projectFacts } from "./areas/projects";
import { repositoryFileFacts } from "./areas/repository-files";
import { resourceAccessTokenFacts } from "./areas/resource-access-tokens";
import { routeFacts } from "./areas/routes";
import { runnerDeletionFacts } from "./areas/runner-deletion";
import { runnerListFacts } from "./areas/runner-lists";
import { runnerTokenFacts } from "./areas/runner-tokens";
import { runnerFacts } from "./areas/runners";
import { tokenCreationFacts } from "./areas/token-creation";
import { tokenRotationFacts } from "./areas/token-rotation";
import { userRunnerFacts } from "./areas/user-runners";
import { userFacts } from "./areas/users";
import type { Fact } from "./fact";

/** What is known of GitLab's answers, by area. A new area is one file under `areas/` and one line here. */
export const areas: Readonly<Record<string, readonly Fact[]>> = {
  routes: routeFacts,
  credentials: credentialFacts,
  parameters: parameterFacts,
  pagination: paginationFacts,
  instance: instanceFacts,
  users: userFacts,
  "personal access tokens": personalAccessTokenFacts,
  "creation of personal access tokens": tokenCreationFacts,
  "impersonation tokens": impersonationTokenFacts,
  "access tokens of projects and groups": resourceAccessTokenFacts,
  "rotation of personal access tokens": personalTokenRotationFacts,
  "rotation of access tokens of projects and groups": tokenRotationFacts,
  groups: groupFacts,
  projects: projectFacts,
  "changes of projects": projectChangeFacts,
  "deletion of projects": projectDeletionFacts,
  "moved projects": movedProjectFacts,
  members: memberFacts,
  "job token scope": jobTokenScopeFacts,
  "allowlist of projects": allowlistFacts,
  "removal from the allowlist of projects": allowlistRemovalFacts,
  "allowlist of groups": groupsAllowlistFacts,
  "removal from the allowlist of groups": groupsAllowlistRemovalFacts,
  "variables of a project": projectVariableFacts,
  "variables of a group": groupVariableFacts,
  "variables of the instance": instanceVariableFacts,
  "creation of runners": userRunnerFacts,
  runners: runnerFacts,
  "deletion of runners": runnerDeletionFacts,
  "lists of runners": runnerListFacts,
  "tokens of runners": runnerTokenFacts,
  "repository files": repositoryFileFacts,
  "merge requests": mergeRequestFacts,
  "notes of merge requests": noteFacts,
};

export const facts: readonly Fact[] = Object.values(areas).flat();
