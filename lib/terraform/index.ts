export * from "./addresses";
export * from "./end-of-synth";
export * from "./grant";
export * from "./moves";
export * from "./overrides";
export * from "./registry";
export * from "./stack-context";
export * from "./tokens";
