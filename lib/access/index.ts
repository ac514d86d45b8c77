export * from "./model";
export * from "./serialize";
export * from "./checks";
