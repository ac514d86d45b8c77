export * from "./model";
export * from "./serialize";
export { type Check, type Finding, type Severity, registerCheck } from "./checks";
