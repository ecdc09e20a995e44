import type { Catalogue } from "@runrate/core";

/** Keeps the compiler from inferring a type out of 1,700 lines of prices. */
declare const catalogue: Catalogue;
export = catalogue;
