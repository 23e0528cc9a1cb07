import { byVersionDescending, fits, parseVersion, pinnedVersion } from "../../../../tools/pulumi/installed";

describe("the CLI's version", () => {
  it.each(["3.221.0", "3.258.0", "3.1000.1", "3.260.0-alpha.1+dirty"])("%s fits", (version) => {
    expect(fits(version)).toBe(true);
  });

  it.each(["3.220.9", "2.999.0", "4.0.0", "", "unknown", undefined])("%s doesn't fit", (version) => {
    expect(fits(version)).toBe(false);
  });

  it("is read without its v, also after a warning", () => {
    expect(parseVersion("v3.258.0\n")).toBe("3.258.0");
    expect(parseVersion("warning: A new version is available\n3.258.0-dev.1")).toBe("3.258.0-dev.1");
  });

  it("is nothing where the output names none", () => {
    expect(parseVersion("command not found")).toBeUndefined();
  });

  it("is sorted by number, newest first", () => {
    expect(["3.99.0", "3.258.0", "3.258.10"].sort(byVersionDescending)).toEqual(["3.258.10", "3.258.0", "3.99.0"]);
  });

  it("is pinned by go.mod", () => {
    expect(fits(pinnedVersion())).toBe(true);
    expect(pinnedVersion("require (\n\tgithub.com/pulumi/pulumi/pkg/v3 v3.300.1 // indirect\n)")).toBe("3.300.1");
  });
});
