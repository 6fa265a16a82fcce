import { writeFileSync } from "node:fs";
import type { Registration } from "../registration";
import { reportOf } from "./model";
import { page } from "./page";

/** Writes what a registration says about its pools as one HTML file. */
export function writeReport(file: string, registration: Registration): void {
  writeFileSync(file, page(reportOf(registration)));
}
