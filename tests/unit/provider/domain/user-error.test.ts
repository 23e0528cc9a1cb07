import { refusal } from "../../../../provider/domain/user-error";

it("a line that holds an error's text and its stack alone, as Pulumi's SDK prints it, is whole", () => {
  const error = refusal("GITLAB_CI_ACCESS_NOW", 'GITLAB_CI_ACCESS_NOW is "tomorrow", which is no date.');

  expect(`${error}: ${error.stack}`).toBe("A step failed, and its error says what to do: GITLAB_CI_ACCESS_NOW");
});
