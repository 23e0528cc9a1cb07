import { playImport } from "./import/under-code";

playImport({ projects: 30, first: "acme/platform/ci" });
