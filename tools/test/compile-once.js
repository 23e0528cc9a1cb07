// @ts-check
/**
 * Jest's workers load this first. Each test file runs in a context of its own, with all its modules anew; this keeps what V8 made of a module
 * for the next test file of the worker, because compiling them again is 40% of what the unit tests cost.
 */
const vm = require("node:vm");

/** @typedef {{ code: string, script: vm.Script, data?: Buffer }} Compiled */

/** @type {Map<string, Compiled>} */
const compiled = new Map();

/**
 * What Jest calls with a module's code.
 * @param {string} code
 * @param {readonly string[]} params
 * @param {vm.ScriptOptions & { parsingContext?: vm.Context }} options
 */
function compileOnce(code, params, { filename = "", importModuleDynamically, parsingContext }) {
  const source = `(function (${params.join(", ")}) {${code}\n})`;
  const script = new vm.Script(source, { filename, importModuleDynamically, cachedData: dataOf(filename, code) });
  if (compiled.get(filename)?.code !== code) compiled.set(filename, { code, script });
  return parsingContext === undefined ? script.runInThisContext() : script.runInContext(parsingContext);
}

/**
 * Taken late, when it has run: V8 compiles a function when it is called first.
 * @param {string} filename
 * @param {string} code
 */
function dataOf(filename, code) {
  const known = compiled.get(filename);
  if (known?.code !== code) return undefined;
  known.data ??= known.script.createCachedData();
  return known.data;
}

Object.assign(vm, { compileFunction: compileOnce });
