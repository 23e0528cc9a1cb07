import { access } from "./examples/access";
import { playPipeline } from "./examples/pipeline";
import { playEach, useInstallations } from "./examples/play";
import { secrets } from "./examples/secrets";

const installations = useInstallations();

/** tests/nightly/examples.test.ts plays them to their end. */
playEach([...access, ...secrets], installations, "preview");

describe("examples/ci-pipeline", () => playPipeline(installations));
