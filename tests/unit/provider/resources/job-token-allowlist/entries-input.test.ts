import { providerText } from "../../../../../provider/domain/provider-text";
import { InProcessProvider } from "../../../../support/in-process/in-process-provider";

/** Every state has the entries that check makes, and so has a file for `pulumi import`. */
async function checked(entries: object | undefined) {
  const provider = new InProcessProvider({
    env: { GITLAB_BASE_URL: "https://gitlab.example", GITLAB_TOKEN: "of-a-test" },
  });
  const args = { project: "acme/billing", projects: ["acme/deploy"], groups: [] };
  const hidden = { __provider: providerText("JobTokenAllowlist"), __key: "0123456789ab", __declaredAs: "billing" };
  const { inputs, failures } = await provider.check(
    {},
    { ...args, ...hidden, ...(entries === undefined ? {} : { entries }) },
  );
  await provider.stop();
  return { entries: inputs.entries, failures };
}

it("entries among the inputs that follow from the lists are no mistake", async () => {
  const made = await checked(undefined);
  expect(made).toEqual({ entries: { "acme/deploy": "project" }, failures: [] });
  expect(await checked({ "acme/deploy": "project" })).toEqual(made);
});

it("entries that say something else are one, with the way out", async () => {
  const { failures } = await checked({ "acme/deploy": "group" });
  expect(failures).toEqual(["entries follows from the other inputs, and these say something else: leave it out"]);
});
