export * from "./model";
export * from "./serialize";
export { type Acknowledgement, type Check, type Finding, type Severity, registerCheck } from "./checks";
export { type Certainty, type Identity } from "./identity";
export { type Deployment, type Estate, estateOf } from "./estate";
export * from "./paths";
export { IMPORTABLE_TYPES, normalizeImportId } from "./import-id";
export * from "./takeover";
