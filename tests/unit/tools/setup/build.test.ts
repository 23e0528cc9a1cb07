import { staleOutputs } from "../../../../tools/setup/build";

describe("the build's output", () => {
  const sources = ["provider/index.ts", "provider/gitlab/client.ts"];

  it("stays where its source is there", () => {
    const outputs = [
      "provider/index.js",
      "provider/index.d.ts",
      "provider/index.js.map",
      "provider/gitlab/client.d.ts.map",
    ];
    expect(staleOutputs(outputs, sources)).toEqual([]);
  });

  it("goes where its source has gone", () => {
    const outputs = ["provider/gone.js", "provider/gone.d.ts", "provider/gone.js.map", "provider/gone.d.ts.map"];
    expect(staleOutputs([...outputs, "provider/index.js"], sources)).toEqual(outputs);
  });
});
