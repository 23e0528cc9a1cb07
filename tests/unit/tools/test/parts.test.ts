import { parts } from "../../../../tools/test/parts";

describe("the tests against a real GitLab", () => {
  const { GITLAB_ACCEPTANCE_URL, GITLAB_ACCEPTANCE_TOKEN, ...others } = process.env;
  const before = process.env;
  beforeEach(() => {
    process.env = { ...others };
  });
  afterEach(() => {
    process.env = before;
  });

  it("say which variables they need", () => {
    expect(() => parts.live?.run([])).toThrow("Set GITLAB_ACCEPTANCE_URL and GITLAB_ACCEPTANCE_TOKEN: a GitLab");
    process.env.GITLAB_ACCEPTANCE_URL = "https://gitlab.test";
    expect(() => parts.live?.run([])).toThrow("Set GITLAB_ACCEPTANCE_TOKEN: a GitLab");
  });
});
