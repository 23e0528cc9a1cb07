import { hidden, house, KEY, UNKNOWN, wanted } from "./door";

describe("check", () => {
  it("gives inputs in their normal form, with defaults and the key", async () => {
    const { hooks } = house();

    expect(await hooks.check({}, { project: "/acme/billing/", guest: "7", note: null, ...hidden })).toEqual({
      inputs: { project: "acme/billing", guest: 7, open: true, __key: KEY },
      failures: [],
    });
  });

  it("tells what is wrong as failures, not as an error", async () => {
    const { failures } = await house().hooks.check({}, { project: "billing", ...hidden });

    expect(failures.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^project /), "guest is required"]);
  });

  it("lets through what is not known yet", async () => {
    const given = { project: UNKNOWN, guest: 7, open: UNKNOWN };

    expect(await house().hooks.check({}, { ...given, ...hidden })).toEqual({
      inputs: { ...given, __key: KEY },
      failures: [],
    });
  });

  it("asks GitLab nothing", async () => {
    const { hooks, lookups } = house();
    await hooks.check({}, wanted);

    expect(lookups).toEqual([]);
  });
});

describe("configure", () => {
  it("only stores", () => {
    const { hooks } = house();

    expect(
      hooks.configure({
        config: {
          get: () => {
            throw new Error("looked at");
          },
        },
      }),
    ).toBeUndefined();
  });
});
