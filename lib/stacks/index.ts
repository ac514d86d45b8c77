export * from "./access-stack";
export * from "./guardrails";
