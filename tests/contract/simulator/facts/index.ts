import { entryFacts } from "../areas/allowlists/entry-facts";
import { removalFacts } from "../areas/allowlists/removal-facts";
import { jobTokenScopeFacts } from "../areas/allowlists/switch-facts";
import { editionFacts } from "../areas/instance/edition-facts";
import { emptyListFacts } from "../areas/instance/empty-list-facts";
import { instanceFacts } from "../areas/instance/facts";
import { settingFacts } from "../areas/instance/setting-facts";
import { memberFacts } from "../areas/members/facts";
import { inheritedMemberFacts } from "../areas/members/inherited-facts";
import { mergeRequestFacts } from "../areas/merge-requests/facts";
import { mergeFacts } from "../areas/merge-requests/merge-facts";
import { noteFacts } from "../areas/merge-requests/note-facts";
import { archiveFacts } from "../areas/namespaces/archive-facts";
import { projectChangeFacts } from "../areas/namespaces/change-facts";
import { projectDeletionFacts } from "../areas/namespaces/deletion-facts";
import { groupArchiveFacts } from "../areas/namespaces/group-archive-facts";
import { groupFacts } from "../areas/namespaces/group-facts";
import { moveFacts } from "../areas/namespaces/move-facts";
import { movedProjectFacts } from "../areas/namespaces/moved-facts";
import { namespaceFacts } from "../areas/namespaces/namespace-facts";
import { projectFacts } from "../areas/namespaces/project-facts";
import { shareFacts } from "../areas/namespaces/share-facts";
import { repositoryChangeFacts } from "../areas/repositories/change-facts";
import { repositoryFileFacts } from "../areas/repositories/facts";
import { codeReadingFacts } from "../areas/repositories/reading-facts";
import { userRunnerFacts } from "../areas/runners/creation-facts";
import { runnerDeletionFacts } from "../areas/runners/deletion-facts";
import { runnerFacts } from "../areas/runners/facts";
import { runnerListFacts } from "../areas/runners/list-facts";
import { machineFacts } from "../areas/runners/machine-facts";
import { runnerTokenFacts } from "../areas/runners/token-facts";
import { blankFacts } from "../areas/tokens/blank-facts";
import { impersonationTokenFacts } from "../areas/tokens/impersonation-facts";
import { tokenInventoryFacts } from "../areas/tokens/inventory-facts";
import { tokenCreationFacts } from "../areas/tokens/own-token-facts";
import { personalAccessTokenFacts } from "../areas/tokens/personal-facts";
import { personalTokenRotationFacts } from "../areas/tokens/personal-rotation-facts";
import { resourceAccessTokenFacts } from "../areas/tokens/resource-facts";
import { tokenRotationFacts } from "../areas/tokens/resource-rotation-facts";
import { userChangeFacts } from "../areas/users/change-facts";
import { userFacts } from "../areas/users/facts";
import { variableFacts } from "../areas/variables/facts";
import { credentialFacts } from "../grape/credential-facts";
import { keysetFacts } from "../grape/keyset-facts";
import { paginationFacts } from "../grape/pagination-facts";
import { parameterFacts } from "../grape/parameter-facts";
import { preconditionFacts } from "../grape/precondition-facts";
import { routeFacts } from "../grape/route-facts";
import type { Fact } from "./fact";

/** What is known of GitLab's answers, by area. They stand beside the tests of their area. */
export const areas: Readonly<Record<string, readonly Fact[]>> = {
  editions: editionFacts,
  "changes of users": userChangeFacts,
  "what is shared and searched": shareFacts,
  "what models refuse": blankFacts,
  "machines of runners": machineFacts,
  routes: routeFacts,
  credentials: credentialFacts,
  parameters: parameterFacts,
  pagination: paginationFacts,
  "pages by keyset": keysetFacts,
  preconditions: preconditionFacts,
  instance: instanceFacts,
  "settings of the instance": settingFacts,
  "lists that are empty here": emptyListFacts,
  users: userFacts,
  "personal access tokens": personalAccessTokenFacts,
  "creation of personal access tokens": tokenCreationFacts,
  "impersonation tokens": impersonationTokenFacts,
  "access tokens of projects and groups": resourceAccessTokenFacts,
  "all tokens below a group": tokenInventoryFacts,
  "rotation of personal access tokens": personalTokenRotationFacts,
  "rotation of access tokens of projects and groups": tokenRotationFacts,
  groups: groupFacts,
  projects: projectFacts,
  "changes of projects": projectChangeFacts,
  "deletion of projects": projectDeletionFacts,
  "moved projects": movedProjectFacts,
  "archived projects": archiveFacts,
  "archived groups": groupArchiveFacts,
  "moves of groups": moveFacts,
  namespaces: namespaceFacts,
  members: memberFacts,
  "inherited members": inheritedMemberFacts,
  "job token scope": jobTokenScopeFacts,
  "entries of the allowlists": entryFacts,
  "removal from the allowlists": removalFacts,
  variables: variableFacts,
  "creation of runners": userRunnerFacts,
  runners: runnerFacts,
  "deletion of runners": runnerDeletionFacts,
  "lists of runners": runnerListFacts,
  "tokens of runners": runnerTokenFacts,
  "repository files": repositoryFileFacts,
  "who reads code": codeReadingFacts,
  "changes of repositories": repositoryChangeFacts,
  "merge requests": mergeRequestFacts,
  "merged merge requests": mergeFacts,
  "notes of merge requests": noteFacts,
};

export const facts: readonly Fact[] = Object.values(areas).flat();
