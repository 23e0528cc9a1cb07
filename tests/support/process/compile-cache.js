// @ts-check
/**
 * The Node processes of Pulumi that tests start load this first. It keeps what V8 makes of packages, so that the next process need not
 * compile Pulumi's SDK again, and has the SDK load lazily what it hardly ever uses: together a third of what a `pulumi up` costs.
 */
const crypto = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");
const { LAZY } = require("./lazy/names");

const root = path.resolve(__dirname, "../../..");
const folder = path.join(root, "node_modules/.cache/compiled");
/** A provider that is killed never comes to its `exit`. */
const LATEST_SAVE_MS = 5_000;

/** By the hash of the source: what is installed elsewhere for a test is the same code. */
class CompileCache {
  /** @type {Map<string, vm.Script>} */
  #missed = new Map();

  /** @param {string} file */
  constructor(file) {
    this.file = file;
    this.compiled = readCompiled(file);
  }

  /**
   * @param {string} source
   * @param {string} filename
   */
  script(source, filename) {
    const hash = crypto.createHash("sha256").update(source).digest("hex");
    const cachedData = this.compiled.get(hash);
    const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
    const script = new vm.Script(Module.wrap(source), { filename, cachedData, importModuleDynamically });
    if (cachedData === undefined || script.cachedDataRejected) this.#missed.set(hash, script);
    return script;
  }

  save() {
    if (this.#missed.size === 0) return;
    for (const [hash, script] of this.#missed) this.compiled.set(hash, script.createCachedData());
    this.#missed.clear();
    writeCompiled(this.file, this.compiled);
  }
}

/**
 * @param {string} file
 * @returns {Map<string, Buffer>}
 */
function readCompiled(file) {
  if (!fs.existsSync(file)) return new Map();
  const bytes = fs.readFileSync(file);
  const start = 4 + bytes.readUInt32LE(0);
  /** @type {[string, number, number][]} */
  const index = JSON.parse(bytes.toString("utf8", 4, start));
  return new Map(index.map(([hash, from, to]) => [hash, bytes.subarray(start + from, start + to)]));
}

/**
 * Under another name first: several processes save at the same time.
 * @param {string} file
 * @param {Map<string, Buffer>} compiled
 */
function writeCompiled(file, compiled) {
  let end = 0;
  const index = [...compiled].map(([hash, data]) => {
    const from = end;
    end += data.length;
    return [hash, from, end];
  });
  const head = Buffer.from(JSON.stringify(index));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  fs.mkdirSync(folder, { recursive: true });
  const partial = `${file}.${process.pid}`;
  fs.writeFileSync(partial, Buffer.concat([length, head, ...compiled.values()]));
  fs.renameSync(partial, file);
}

/**
 * What Node's own loader gives a module.
 * @param {NodeJS.Module} module
 * @param {string} filename
 */
function requireOf(module, filename) {
  const { resolve } = Module.createRequire(filename);
  const own = (/** @type {string} */ id) => module.require(id);
  return Object.assign(own, {
    resolve,
    main: process.mainModule,
    cache: require.cache,
    extensions: require.extensions,
  });
}

/** @param {string} file */
function compileWith(file) {
  const cache = new CompileCache(file);
  const prototype = /** @type {any} */ (Module.prototype);
  const compile = prototype._compile;
  prototype._compile = function (/** @type {string} */ source, /** @type {string} */ filename) {
    if (!isInstalled(filename)) return compile.call(this, source, filename);
    const run = cache.script(source.replace(/^#!.*/, ""), filename).runInThisContext();
    return run.call(this.exports, this.exports, requireOf(this, filename), this, filename, path.dirname(filename));
  };
  process.once("exit", () => cache.save());
  setTimeout(() => cache.save(), LATEST_SAVE_MS).unref();
}

function loadLazily() {
  const sdk = path.join("node_modules", "@pulumi", "pulumi") + path.sep;
  const resolver = /** @type {any} */ (Module);
  const resolve = resolver._resolveFilename;
  resolver._resolveFilename = function (
    /** @type {string} */ name,
    /** @type {NodeJS.Module | undefined} */ parent,
    /** @type {unknown[]} */ ...rest
  ) {
    const lazy = parent?.filename?.includes(sdk) ? LAZY[name] : undefined;
    return lazy ?? resolve.call(this, name, parent, ...rest);
  };
}

/**
 * Programs are not: each test writes its own.
 * @param {string} filename
 */
function isInstalled(filename) {
  return filename.startsWith(root + path.sep) || filename.includes(`${path.sep}node_modules${path.sep}`);
}

/** What the process runs, by its name in its package: a program's own folder links to this clone's packages, or has its own. */
function entryName() {
  const [, entry = ""] = process.argv;
  const file = fs.existsSync(entry) ? path.relative(root, fs.realpathSync(entry)) : "";
  return file.split(`node_modules${path.sep}`).at(-1)?.replace(/\W+/g, "-");
}

loadLazily();
compileWith(path.join(folder, `${process.version}-${entryName()}`));
