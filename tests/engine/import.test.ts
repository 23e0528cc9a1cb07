import { playImport } from "./import/under-code";

playImport({ projects: 60, first: "acme/platform/ci" });
