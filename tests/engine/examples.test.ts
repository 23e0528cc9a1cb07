import { access } from "./examples/access";
import { playEach } from "./examples/play";
import { secrets } from "./examples/secrets";

/** They are played to their end every night: tests/nightly/examples.test.ts. */
playEach([...access, ...secrets], "first up");
