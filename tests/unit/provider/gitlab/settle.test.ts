import { MAX_ATTEMPTS, settle } from "../../../../provider/gitlab/settle";
import { AnswerError, isDoubtful, LostAnswerError } from "../../../../provider/http/errors";

const lost = new LostAnswerError({ summary: "lost", message: "No answer came.", secrets: [] });
const refused = new AnswerError({ summary: "refused", message: "No.", secrets: [], status: 400, isGitLabs: true });

/** A piece of work that fails with the given errors, one attempt after the other, and then succeeds. */
function work(...errors: readonly Error[]) {
  const looks: string[] = [];
  let sent = 0;
  return {
    looks,
    sent: () => sent,
    async act(attempt: number) {
      sent += 1;
      const error = errors[attempt - 1];
      if (error !== undefined) throw error;
      return `made by attempt ${attempt}`;
    },
    look: async (doubt: Error, attempt: number): Promise<string | undefined> => {
      looks.push(`${attempt}: ${doubt.message}`);
      return undefined;
    },
  };
}

it("looks before it asks again, each time an answer is lost", async () => {
  const twice = work(lost, lost);

  expect(await settle(twice)).toBe("made by attempt 3");
  expect(twice.looks).toEqual(["1: No answer came.", "2: No answer came."]);
});

it("asks no more once the look has found the work done", async () => {
  const once = { ...work(lost), look: async () => "found" };

  expect(await settle(once)).toBe("found");
  expect(once.sent()).toBe(1);
});

it("gives up with the last error after three attempts, and has looked after each", async () => {
  const always = work(lost, lost, lost, lost);

  await expect(settle(always)).rejects.toBe(lost);
  expect([always.sent(), always.looks.length]).toEqual([MAX_ATTEMPTS, MAX_ATTEMPTS]);
});

it("looks at a refusal only where a refusal may mean that it is so already", async () => {
  const strict = work(refused);
  const lenient = work(refused);

  await expect(settle(strict)).rejects.toBe(refused);
  expect(await settle({ ...lenient, isDoubtful })).toBe("made by attempt 2");
  expect([strict.looks.length, lenient.looks.length]).toEqual([0, 1]);
});

it("throws what the look throws", async () => {
  const blind = new Error("can't look");

  await expect(settle({ ...work(lost), look: () => Promise.reject(blind) })).rejects.toBe(blind);
});
