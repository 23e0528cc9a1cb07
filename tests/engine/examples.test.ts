import { access } from "./examples/access";
import { playEach } from "./examples/play";
import { secrets } from "./examples/secrets";

/** The others are played to their end every night: tests/nightly/examples.test.ts. */
const toTheEnd = ["minimal", "fleet"];

playEach(
  [...access, ...secrets].map((example) => ({
    ...example,
    length: toTheEnd.includes(example.name) ? "whole" : "first up",
  })),
);
