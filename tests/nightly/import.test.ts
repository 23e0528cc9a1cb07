import { playImport } from "../engine/import/under-code";

playImport({ projects: 300, first: "acme/payments" });
