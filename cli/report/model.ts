import type { AddressKind } from "../../provider/domain/address";
import type { Hidden, Instance } from "../../provider/domain/identity";
import type { Gift, Growth } from "./gifts";

/** A project or a group as a report shows it. */
export interface Place {
  readonly kind: AddressKind;
  /** The same for every way to write the address. Undefined if the address is secret or not known yet. */
  readonly key: string | undefined;
  /** Its id, if the state or the program says it. */
  readonly id: string | undefined;
  /** Its path in lower case, if the state or the program says it. */
  readonly path?: string | undefined;
  readonly name: string;
}

/** The job tokens of `caller`'s projects may open `project`. */
export interface Grant {
  readonly permissions?: Gift;
  readonly project: Place;
  readonly caller: Place;
  readonly instance: Instance;
  /** The state says nothing about access to the project, so GitLab may have this entry already. */
  readonly isFirst: boolean;
}

/** Job tokens that stay in and may do something else than before. */
export interface Changed {
  readonly grant: Grant;
  readonly before: Gift;
  readonly after: Gift;
  readonly growth: Growth;
  /** The group whose entry lets them in from now on, because their own entry goes. */
  readonly by?: Place;
}

/** Whether a project is closed to job tokens that are not on its allowlist. Undefined if the stack does not say. */
export interface Switch {
  readonly project: Place;
  readonly instance: Instance;
  readonly before: boolean | Hidden | undefined;
  readonly after: boolean | Hidden | undefined;
}

/** A project that job tokens may push to from now on. */
export interface Pushable {
  readonly project: Place;
  readonly instance: Instance;
  readonly whose: "its own" | "other projects";
  /** False where a value is not known before the update. */
  readonly isCertain: boolean;
}

/** Whose job tokens may open which project, before and after. */
export interface Access {
  readonly gained: readonly Grant[];
  readonly lost: readonly Grant[];
  readonly kept: readonly Grant[];
  /** Who stays in and may do something else. */
  readonly changed: readonly Changed[];
  readonly pushable: readonly Pushable[];
  /** Entries that are no longer declared and stay in GitLab. */
  readonly released: readonly Grant[];
  readonly switches: readonly Switch[];
  /** Entries that are declared for the first time and that GitLab has already. Empty if GitLab was not asked. */
  readonly takenOver: readonly Grant[];
  /** Lists whose first run removes every entry that they don't name. */
  readonly replacing: readonly Replacing[];
}

/** A list with `replaceExisting` that this run touches. */
export interface Replacing {
  readonly project: Place;
  readonly instance: Instance;
  /** The kinds of targets that it manages. */
  readonly kinds: readonly AddressKind[];
  /** Who loses access. Undefined if GitLab was not asked. */
  readonly losing?: readonly Place[];
}
