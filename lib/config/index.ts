export { ConfigError, type ConfigProblem } from "./config-error";
export { loadConfig } from "./load";
