import { cacheFolder } from "../../../../tools/setup/paths";

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
