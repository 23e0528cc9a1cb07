import { access } from "./examples/access";
import { playEach } from "./examples/play";
import { secrets } from "./examples/secrets";

/** tests/nightly/examples.test.ts plays them to their end. */
playEach([...access, ...secrets], "preview");
