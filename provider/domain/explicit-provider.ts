/** Set on explicit providers only, by their class: nothing but their own settings counts then. */
export const EXPLICIT = "gitlab:explicitProvider";
