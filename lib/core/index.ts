export * from "./client-ids";
export * from "./duration";
export * from "./error-codes";
export { Expiration, ExpirationType } from "./expiration";
export { type Problem, ValidationError } from "./validation-error";
