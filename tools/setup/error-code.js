// @ts-check
/**
 * The system's code (`ENOENT`, `EEXIST`, …) of an error, where it has one.
 * @param {unknown} error
 */
function errorCode(error) {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}

module.exports = { errorCode };
