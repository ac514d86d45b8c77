export { ConfigError, type ConfigProblem } from "./config-error";
export { jsonSchema } from "./json-schema";
export { loadConfig } from "./load";
