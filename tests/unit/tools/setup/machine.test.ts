import { cacheFolder, checkPrerequisites, isAtLeast } from "../../../../tools/setup/machine";
import { Scratch } from "../scratch";

describe("the prerequisites", () => {
  it.each([
    ["20.18.1", true],
    ["20.20.0", true],
    ["22.0.0", true],
    ["20.18.0", false],
    ["18.99.9", false],
  ])("Node %s is new enough: %s", (version, enough) => {
    expect(isAtLeast(version, "20.18.1")).toBe(enough);
  });

  it("name the Node to install", () => {
    expect(() => checkPrerequisites("18.0.0")).toThrow("Node 18.0.0 is too old: install Node 20.18.1 or newer.");
  });

  it("ask for git", () => {
    const scratch = new Scratch();
    expect(() => checkPrerequisites("20.20.0", { PATH: scratch.folder })).toThrow("install git");
    scratch.program("git");
    expect(() => checkPrerequisites("20.20.0", { PATH: scratch.folder })).not.toThrow();
    scratch.remove();
  });
});

describe("the cache folder", () => {
  const home = { HOME: "/home/me" };
  it.each<[string, NodeJS.ProcessEnv, NodeJS.Platform, string]>([
    ["follows the platform on Linux", home, "linux", "/home/me/.cache/pulumi-gitlab-ci-access"],
    ["follows the platform on macOS", home, "darwin", "/home/me/Library/Caches/pulumi-gitlab-ci-access"],
    ["follows XDG_CACHE_HOME", { ...home, XDG_CACHE_HOME: "/x" }, "linux", "/x/pulumi-gitlab-ci-access"],
    ["is where its own variable says", { ...home, PULUMI_GITLAB_CI_ACCESS_CACHE: "/y" }, "linux", "/y"],
  ])("%s", (_name, env, platform, folder) => {
    expect(cacheFolder(env, platform)).toBe(folder);
  });
});
