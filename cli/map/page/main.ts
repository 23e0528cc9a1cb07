import { AccessGraph } from "../graph/graph";
import { type Packed, unpacked } from "../packed";
import { Page } from "./page";

/** The data stands in the page as JSON, which no browser runs. */
const data = document.getElementById("estate")?.textContent ?? "";
const estate: Packed = JSON.parse(data);
new Page(new AccessGraph(unpacked(estate)), document.body).show();
