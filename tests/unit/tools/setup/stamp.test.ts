import { filesBelow, hashFiles, Stamp } from "../../../../tools/setup/stamp";
import { Scratch } from "../scratch";

describe("a stamp", () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  it("remembers its value until it is cleared", () => {
    const stamp = new Stamp("build", scratch.path("notes"));
    expect(stamp.read()).toBeUndefined();
    stamp.write("abc");
    expect(new Stamp("build", scratch.path("notes")).read()).toBe("abc");
    stamp.clear();
    expect(stamp.read()).toBeUndefined();
  });

  it("hashes contents and names, not times or places", () => {
    const one = hashFiles([scratch.write("one/a.ts", "x")], scratch.path("one"));
    expect(hashFiles([scratch.write("two/a.ts", "x")], scratch.path("two"))).toBe(one);
    expect(hashFiles([scratch.write("two/a.ts", "y")], scratch.path("two"))).not.toBe(one);
    expect(hashFiles([scratch.write("two/b.ts", "x")], scratch.path("two"))).not.toBe(one);
  });

  it("tells where one file ends and the next begins", () => {
    const files = (a: string, b: string) => [scratch.write("a", a), scratch.write("b", b)];
    const whole = hashFiles(files("xy", ""), scratch.folder);
    expect(hashFiles(files("x", "y"), scratch.folder)).not.toBe(whole);
  });

  it("sees every source, but no installed package", () => {
    scratch.write("src/b/c.ts", "");
    scratch.write("src/a.ts", "");
    scratch.write("src/node_modules/x.js", "");
    expect(filesBelow(scratch.path("src"))).toEqual([scratch.path("src/a.ts"), scratch.path("src/b/c.ts")]);
    expect(filesBelow(scratch.path("missing"))).toEqual([]);
  });
});
