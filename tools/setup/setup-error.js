// @ts-check
/** A reason why set-up can't go on, in words that say what to install or allow; shown without a stack. */
class SetupError extends Error {
  /** @override */
  name = "SetupError";
}

module.exports = { SetupError };
