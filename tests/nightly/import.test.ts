import { playImport } from "../engine/import/under-code";

playImport(300);
