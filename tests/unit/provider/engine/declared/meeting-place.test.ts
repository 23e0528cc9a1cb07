import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import os, { tmpdir } from "node:os";
import { join } from "node:path";
import { meetingPlace, prepare } from "../../../../../provider/engine/declared/meeting-place";

const ENGINE = "127.0.0.1:4711";
const NAME = `pulumi-gitlab-ci-access-${process.getuid?.()}`;

describe("the meeting place of an engine's processes", () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), "meeting-"));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(base, { recursive: true, force: true });
  });

  it("is a folder for this user only, and the engine's port", () => {
    const place = meetingPlace(ENGINE, { PULUMI_HOME: base }, base);
    expect(place).toEqual({ folders: [join(base, NAME)], port: "4711" });

    prepare(join(base, NAME));
    prepare(join(base, NAME));

    expect(statSync(join(base, NAME)).mode & 0o777).toBe(0o700);
  });

  it.each([undefined, "", "--flag", "127.0.0.1"])("is nowhere without an engine: %j", (address) => {
    expect(meetingPlace(address, {}, base)).toBeUndefined();
  });

  it("is in the user's runtime folder, else in Pulumi's, else in the temporary one", () => {
    const env = { XDG_RUNTIME_DIR: "/run/user/7", PULUMI_HOME: "/home/me/pulumi" };
    expect(meetingPlace(ENGINE, env, "/temporary")?.folders).toEqual([
      `/run/user/7/${NAME}`,
      `/home/me/pulumi/${NAME}`,
      `/temporary/${NAME}`,
    ]);
  });

  it.each(["", "relative/path"])("is in ~/.pulumi where the environment names no folder: %j", (runtime) => {
    jest.spyOn(os, "homedir").mockReturnValue("/home/me");

    expect(meetingPlace(ENGINE, { XDG_RUNTIME_DIR: runtime, PULUMI_HOME: "" }, "/temporary")?.folders).toEqual([
      `/home/me/.pulumi/${NAME}`,
      `/temporary/${NAME}`,
    ]);
  });

  it("is in the temporary folder where the user has no home", () => {
    jest.spyOn(os, "homedir").mockImplementation(() => {
      throw new Error("ENOENT: no such user");
    });

    expect(meetingPlace(ENGINE, {})?.folders).toEqual([join(tmpdir(), NAME)]);
  });

  it("makes no folder on the way: a missing one is not this user's to make", () => {
    expect(() => prepare(join(base, "missing", NAME))).toThrow("ENOENT");
  });

  it("is one folder for all where the system has no user ids and no modes", () => {
    const { getuid } = process;
    Object.defineProperty(process, "getuid", { value: undefined });

    try {
      const folder = join(base, "pulumi-gitlab-ci-access-user");
      expect(meetingPlace(ENGINE, { PULUMI_HOME: base }, base)?.folders).toEqual([folder]);
      mkdirSync(folder);
      chmodSync(folder, 0o755);
      expect(() => prepare(folder)).not.toThrow();
    } finally {
      Object.defineProperty(process, "getuid", { value: getuid });
    }
  });
});
