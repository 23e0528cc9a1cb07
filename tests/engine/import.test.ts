import { playImport } from "./import/under-code";

playImport(60);
