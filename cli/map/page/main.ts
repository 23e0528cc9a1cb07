import type { Estate } from "../graph/estate";
import { AccessGraph } from "../graph/graph";
import { Page } from "./page";

/** The data stands in the page as JSON, which no browser runs. */
const data = document.getElementById("estate")?.textContent ?? "";
const estate: Estate = JSON.parse(data);
new Page(new AccessGraph(estate), document.body).show();
