import { spawnSync } from "node:child_process";
import crypto from "node:crypto";
import fs, {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Notice } from "../../../../../provider/engine/declared/declarations";
import type { MeetingPlace } from "../../../../../provider/engine/declared/meeting-place";
import { Noticeboard } from "../../../../../provider/engine/declared/noticeboard";
import { HERE, theSwitch } from "./claim-fixtures";

const claim = { origin: HERE, byId: theSwitch("12"), byText: theSwitch("acme/billing") };
const byText: Notice = { key: "a", origin: HERE, texts: [theSwitch("acme/billing")] };
const byId = (id: string): Notice => ({ key: "a", origin: HERE, ids: [theSwitch(id)] });
const lines = (...notices: Notice[]) => notices.map((notice) => `${JSON.stringify(notice)}\n`).join("");
const declared = lines(byText);

describe("the noticeboard of an engine", () => {
  let base: string;
  let place: MeetingPlace;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), "noticeboard-"));
    place = { folders: [base], port: "4711" };
    warnings.length = 0;
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(base, { recursive: true, force: true });
  });

  const warnings: string[] = [];
  const boardAt = (at: MeetingPlace | undefined) => new Noticeboard(at, (text) => warnings.push(text));
  const ownFiles = (folder = base) => readdirSync(folder).filter((file) => file.startsWith(`4711-${process.pid}-`));
  const own = () => join(base, ownFiles()[0] ?? "none");
  /** A process that lives as long as this test, and one that is gone. */
  const alive = process.ppid;
  const gone = spawnSync("true").pid;

  it("remembers what its own process declares", () => {
    const board = new Noticeboard(undefined);
    expect(board.isDeclared(claim)).toBe(false);

    board.note(byText);

    expect(board.isDeclared(claim)).toBe(true);
    board.takeDown();
  });

  it("shows other processes what its own declares, each thing once", () => {
    const board = new Noticeboard(place);

    board.note(byText);
    board.note(byId("12"));
    board.note(byText);

    expect(readFileSync(own(), "utf8")).toBe(lines(byText, byId("12")));
  });

  it("shows nobody else", () => {
    new Noticeboard(place).note(byText);

    expect(statSync(own()).mode & 0o077).toBe(0);
  });

  it("knows what another process of the engine has declared, also what it declares later", () => {
    const board = new Noticeboard(place);
    expect(board.isDeclared(claim)).toBe(false);

    writeFileSync(join(base, `4711-${alive}`), declared);
    expect(board.isDeclared(claim)).toBe(true);

    writeFileSync(join(base, `4711-${alive}`), declared + lines(byId("99")));
    expect(board.isDeclared(claim)).toBe(false);
    expect(board.isDeclared({ ...claim, byId: theSwitch("99") })).toBe(true);
  });

  it("reads a line that another process is still writing once it is whole", () => {
    const board = new Noticeboard(place);
    const file = join(base, `4711-${alive}`);
    const [beginning, end] = [declared.slice(0, 30), declared.slice(30)];

    writeFileSync(file, beginning);
    expect(board.isDeclared(claim)).toBe(false);

    appendFileSync(file, end);
    expect(board.isDeclared(claim)).toBe(true);
  });

  it("reads what another process has written once, however often it is asked", () => {
    const board = new Noticeboard(place);
    const file = join(base, `4711-${alive}`);
    writeFileSync(file, declared);
    expect(board.isDeclared(claim)).toBe(true);

    writeFileSync(file, declared.replaceAll(/./g, "x"));
    expect(board.isDeclared(claim)).toBe(true);
  });

  it("does not listen to another engine's processes", () => {
    writeFileSync(join(base, `4712-${alive}`), declared);

    expect(new Noticeboard(place).isDeclared(claim)).toBe(false);
  });

  it("does not listen to processes that are gone, and clears up after them", () => {
    written(`4711-${gone}`, TWO_DAYS_AGO);
    written(`4711-${alive}`, TWO_DAYS_AGO);

    const board = boardAt(place);
    expect(readdirSync(base)).toEqual([`4711-${alive}`]);

    rmSync(join(base, `4711-${alive}`));
    written(`4711-${gone}`, TWO_DAYS_AGO);
    expect(board.isDeclared(claim)).toBe(false);
  });

  it("leaves a young file, whose process may live in another container", () => {
    written(`4711-${gone}`, new Date());

    expect(boardAt(place).isDeclared(claim)).toBe(false);
    expect(readdirSync(base)).toEqual([`4711-${gone}`]);
  });

  it("keeps apart from a process of another container with the same port and process id", () => {
    written(`4711-${process.pid}-0123abcd`, new Date());
    const board = boardAt(place);
    expect(board.isDeclared(claim)).toBe(false);

    board.note(byText);
    board.takeDown();

    expect(readdirSync(base)).toEqual([`4711-${process.pid}-0123abcd`]);
  });

  it("is taken down with its process", () => {
    const board = new Noticeboard(place);
    board.note(byText);
    expect(existsSync(own())).toBe(true);

    board.takeDown();
    board.takeDown();

    expect(readdirSync(base)).toEqual([]);
  });

  it("is empty where a process takes its own down at this moment", () => {
    symlinkSync(join(base, "taken-down"), join(base, `4711-${alive}`));

    expect(new Noticeboard(place).isDeclared(claim)).toBe(false);
  });

  const TWO_DAYS_AGO = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
  function written(file: string, changed: Date, text = declared) {
    writeFileSync(join(base, file), text);
    utimesSync(join(base, file), changed, changed);
  }

  /** One line that names the fault and the way on. */
  function expectOneWarning(fault: string) {
    expect(warnings).toEqual([expect.stringContaining(fault)]);
    expect(warnings[0]).toContain("`pulumi up --refresh` puts that back");
  }

  /** All that a board is asked in a run, twice. */
  function work(board: Noticeboard) {
    for (const notice of [byText, byId("12")]) {
      board.note(notice);
      board.rivalOf({ ...notice, sole: true });
      board.isDeclared({ ...claim, byText: theSwitch("acme/other"), byId: theSwitch("99") });
    }
    expect(board.isDeclared(claim)).toBe(true);
    board.takeDown();
  }

  function fault(code: string) {
    return () => {
      throw Object.assign(new Error(`${code}: as the system says it`), { code });
    };
  }

  it.each([
    ["a file", "is a file or a link", (at: string) => writeFileSync(at, "")],
    ["a dangling link", "is a file or a link", (at: string) => symlinkSync(join(base, "nowhere"), at)],
    ["a link to a folder", "is a file or a link", (at: string) => symlinkSync(base, at)],
    ["a folder that others can read", "mode 0700", (at: string) => mkdirSync(at, { mode: 0o755 })],
  ])("goes on with one warning where %s has its folder's name, and writes nothing there", (_, words, put) => {
    const folder = join(base, "folder");
    put(folder);

    work(boardAt({ ...place, folders: [folder] }));

    expectOneWarning(words);
    expect(readdirSync(base)).toEqual(["folder"]);
  });

  it("goes on with one warning where the folder is another user's, and does not listen to what stands there", () => {
    written(`4711-${alive}`, new Date());
    const { uid } = statSync(base);
    jest.spyOn(process, "getuid").mockReturnValue(uid + 1);

    const board = boardAt(place);
    expect(board.isDeclared(claim)).toBe(false);

    work(board);
    expectOneWarning("belongs to another user");
    expect(readdirSync(base)).toEqual([`4711-${alive}`]);
  });

  it("goes on with one warning where a link has the name of its own file, and writes nothing through it", () => {
    jest.spyOn(crypto, "randomBytes").mockImplementation(() => Buffer.from("0123abcd", "hex"));
    const other = join(base, "other");
    writeFileSync(other, "kept");
    symlinkSync(other, join(base, `4711-${process.pid}-0123abcd`));

    work(boardAt(place));

    expectOneWarning("EEXIST");
    expect(readFileSync(other, "utf8")).toBe("kept");
    expect(readdirSync(base).sort()).toEqual([`4711-${process.pid}-0123abcd`, "other"]);
  });

  it("goes on with one warning where there is no folder to be in", () => {
    work(boardAt({ ...place, folders: [join(base, "missing", "folder")] }));

    expectOneWarning("ENOENT");
  });

  it("goes on with one warning where a file stands in the way of the folder", () => {
    writeFileSync(join(base, "file"), "");

    work(boardAt({ ...place, folders: [join(base, "file", "folder")] }));

    expectOneWarning("ENOTDIR");
  });

  it.each([
    ["mkdirSync", "EACCES"],
    ["mkdirSync", "ENOSPC"],
    ["accessSync", "EROFS"],
    ["lstatSync", "EIO"],
    ["openSync", "ENOSPC"],
    ["openSync", "EROFS"],
    ["writeSync", "ENOSPC"],
    ["readdirSync", "EACCES"],
    ["rmSync", "EROFS"],
  ] as const)("goes on with one warning where %s fails with %s", (step, code) => {
    written(`4711-${gone}`, TWO_DAYS_AGO);
    jest.spyOn(fs, step).mockImplementation(fault(code));

    work(boardAt(place));

    expectOneWarning(code);
  });

  it.each([
    ["openSync", "EACCES"],
    ["readSync", "EIO"],
  ] as const)("goes on with one warning where another process's file can't be read: %s fails with %s", (step, code) => {
    written(`4711-${alive}`, new Date());
    const board = boardAt(place);
    jest.spyOn(fs, step).mockImplementation(fault(code));

    expect(board.isDeclared(claim)).toBe(false);
    expect(board.isDeclared(claim)).toBe(false);

    expectOneWarning(code);
  });

  it("goes on with one warning where a folder has the name of another process's file, and leaves it", () => {
    mkdirSync(join(base, `4711-${alive}`));

    work(boardAt(place));

    expectOneWarning("EISDIR");
    expect(readdirSync(base)).toEqual([`4711-${alive}`]);
  });

  it("leaves a folder that has the name of a dead process's file", () => {
    mkdirSync(join(base, `4711-${gone}`));
    utimesSync(join(base, `4711-${gone}`), TWO_DAYS_AGO, TWO_DAYS_AGO);

    work(boardAt(place));

    expect(warnings).toEqual([]);
    expect(readdirSync(base)).toEqual([`4711-${gone}`]);
  });

  it.each(["broken", "null", "5", "{}", '{"key":"b","origin":"o","texts":[null]}'])(
    "knows what stands before and after a line that is no declaration, with one warning: %s",
    (line) => {
      writeFileSync(join(base, `4711-${alive}`), `${lines(byId("7"))}${line}\n${declared}${line}\n`);
      const board = boardAt(place);

      expect(board.isDeclared(claim)).toBe(true);
      expect(board.isDeclared(claim)).toBe(true);

      expectOneWarning("no declaration");
    },
  );

  it("hears the others where one file can't be read", () => {
    const file = join(base, `4711-${process.ppid}-1`);
    mkdirSync(file);
    writeFileSync(join(base, `4711-${process.ppid}-2`), declared);

    expect(boardAt(place).isDeclared(claim)).toBe(true);

    expectOneWarning("EISDIR");
  });

  it("writes what a full disk has not taken as soon as there is room, also half a line", () => {
    const { writeSync } = fs;
    const board = boardAt(place);
    const full = jest
      .spyOn(fs, "writeSync")
      .mockImplementationOnce((file, text) => writeSync(file, String(text).slice(0, 10)))
      .mockImplementationOnce(fault("ENOSPC"));
    board.note(byText);
    expectOneWarning("ENOSPC");
    full.mockRestore();

    board.note(byId("12"));

    expect(readFileSync(own(), "utf8")).toBe(lines(byText, byId("12")));
  });

  it("warns where its own file or folder was taken away", () => {
    const board = boardAt(place);
    board.note(byText);
    rmSync(own());
    board.note(byId("12"));
    expectOneWarning("was removed");

    warnings.length = 0;
    const other = boardAt(place);
    rmSync(base, { recursive: true });
    expect(other.isDeclared(claim)).toBe(false);
    expectOneWarning("ENOENT");
  });

  it("writes to the first folder that it can use, without a warning, and reads all", () => {
    const [first, second] = [join(base, "first"), join(base, "second")];
    const both = { ...place, folders: [first, second] };
    writeFileSync(first, "");
    const board = boardAt(both);
    board.note(byId("7"));
    board.note(byText);
    expect(ownFiles(second)).toHaveLength(1);

    rmSync(first);
    mkdirSync(first, { mode: 0o700 });
    writeFileSync(join(first, `4711-${alive}`), lines({ ...byText, key: "b", texts: [theSwitch("acme/other")] }));

    expect(board.isDeclared({ ...claim, byText: theSwitch("acme/other") })).toBe(true);
    expect(warnings).toEqual([]);
  });

  it("has no word to say where all is well", () => {
    work(boardAt(place));
    work(boardAt({ ...place, folders: [join(base, "new"), join(base, "missing", "folder")] }));
    work(boardAt(undefined));

    expect(warnings).toEqual([]);
  });
});
