export {
  type AccessDeed,
  type AccessPlace,
  type AccessQuestion,
  AccessQuestions,
  type AccessWays,
  deedOf,
} from "./access-questions";
export * from "./addresses";
export * from "./apply-takeover";
export * from "./end-of-synth";
export * from "./grant";
export * from "./moves";
export * from "./overrides";
export { type AccessSubject, type Picture, clustersIn, meantBy, pictureOf } from "./picture";
export * from "./registry";
export * from "./stack-context";
export * from "./takeover";
export * from "./tokens";
export * from "./said";
export * from "./tonight";
