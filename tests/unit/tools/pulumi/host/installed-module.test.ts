import { installedModule } from "../../../../../tools/pulumi/host/installed-module";
import { Scratch } from "../../scratch";

describe("the SDK that runs a program", () => {
  let program: Scratch;
  beforeEach(() => {
    program = new Scratch();
  });
  afterEach(() => program.remove());

  it("is the program's own", () => {
    const own = program.write("node_modules/@pulumi/pulumi/cmd/run/index.js", "");
    expect(installedModule(program.path("src"), "@pulumi/pulumi/cmd/run")).toBe(own);
  });

  it("is asked for where it is missing", () => {
    expect(() => installedModule(program.folder, "@pulumi/pulumi/cmd/run")).toThrow(
      `@pulumi/pulumi isn't installed for ${program.folder}: run "npm install" there.`,
    );
  });
});
