import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Notice } from "../../../../../provider/engine/declared/declarations";
import { type MeetingPlace, meetingPlace, Noticeboard } from "../../../../../provider/engine/declared/noticeboard";
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
    place = { folder: base, port: "4711" };
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  const own = () => join(base, `4711-${process.pid}`);
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
    writeFileSync(join(base, `4711-${gone}`), declared);
    writeFileSync(join(base, `4711-${alive}`), "");

    const board = new Noticeboard(place);
    expect(readdirSync(base)).toEqual([`4711-${alive}`]);

    writeFileSync(join(base, `4711-${gone}`), declared);
    expect(board.isDeclared(claim)).toBe(false);
  });

  it("is taken down with its process", () => {
    const board = new Noticeboard(place);
    board.note(byText);

    board.takeDown();
    board.takeDown();

    expect(existsSync(own())).toBe(false);
  });

  it("is empty where a process takes its own down at this moment", () => {
    symlinkSync(join(base, "taken-down"), join(base, `4711-${alive}`));

    expect(new Noticeboard(place).isDeclared(claim)).toBe(false);
  });

  it("tells when it can't be read", () => {
    mkdirSync(join(base, `4711-${alive}`));

    expect(() => new Noticeboard(place).isDeclared(claim)).toThrow("EISDIR");
  });
});

describe("the meeting place of an engine's processes", () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), "meeting-"));
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it("is a folder for this user only, and the engine's port", () => {
    const place = meetingPlace("127.0.0.1:4711", base);

    expect(place?.port).toBe("4711");
    expect(statSync(place?.folder ?? "").mode & 0o777).toBe(0o700);
    expect(meetingPlace("127.0.0.1:4712", base)).toEqual({ folder: place?.folder, port: "4712" });
  });

  it.each([undefined, "", "--flag", "127.0.0.1"])("is nowhere without an engine: %j", (address) => {
    expect(meetingPlace(address, base)).toBeUndefined();
  });

  it("is nowhere when the folder is another user's", () => {
    const folder = meetingPlace("127.0.0.1:4711", base)?.folder ?? "";
    const getuid = jest.spyOn(process, "getuid").mockReturnValue(statSync(folder).uid + 1);
    mkdirSync(join(base, `pulumi-gitlab-ci-access-${statSync(folder).uid + 1}`));

    try {
      expect(meetingPlace("127.0.0.1:4711", base)).toBeUndefined();
    } finally {
      getuid.mockRestore();
    }
  });

  it("is one folder for all where the system has no user ids", () => {
    const { getuid } = process;
    Object.defineProperty(process, "getuid", { value: undefined });

    try {
      expect(meetingPlace("127.0.0.1:4711", base)).toEqual({
        folder: join(base, "pulumi-gitlab-ci-access-user"),
        port: "4711",
      });
    } finally {
      Object.defineProperty(process, "getuid", { value: getuid });
    }
  });
});
