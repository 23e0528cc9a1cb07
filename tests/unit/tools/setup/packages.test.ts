import { installedFits } from "../../../../tools/setup/packages";

describe("an installed node_modules", () => {
  const zod = { version: "4.6.0", integrity: "sha512-a" };
  const lock = { packages: { "": { version: "0.1.0" }, "node_modules/zod": zod } };

  it("fits when it holds what the lock file names", () => {
    expect(installedFits(lock, { packages: { "node_modules/zod": zod } })).toBe(true);
  });

  it("doesn't fit when a package is missing", () => {
    expect(installedFits(lock, { packages: {} })).toBe(false);
  });

  it("doesn't fit when a version or its content differs", () => {
    expect(installedFits(lock, { packages: { "node_modules/zod": { ...zod, version: "4.5.0" } } })).toBe(false);
    expect(installedFits(lock, { packages: { "node_modules/zod": { ...zod, integrity: "sha512-b" } } })).toBe(false);
  });

  it("doesn't fit when it holds more", () => {
    const packages = { "node_modules/zod": zod, "node_modules/left-pad": { version: "1.0.0" } };
    expect(installedFits(lock, { packages })).toBe(false);
  });

  it("fits without the optional packages of other platforms", () => {
    const other = { version: "1.0.0", integrity: "sha512-c", optional: true };
    const packages = { ...lock.packages, "node_modules/only-for-windows": other };
    expect(installedFits({ packages }, { packages: { "node_modules/zod": zod } })).toBe(true);
  });

  it("fits with the link to the package itself", () => {
    const packages = { "node_modules/zod": zod, "node_modules/pulumi-gitlab-ci-access": { link: true } };
    expect(installedFits(lock, { packages })).toBe(true);
  });
});
