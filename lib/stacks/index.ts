export * from "./access-stack";
