export { catalogue } from "./catalogue";
export { type GuardOptions, type GuardrailReport, type Unchecked, guard } from "./guard";
export { type Case, type Level, PROFILES, type Place, type Profile, type Rule, severityIn } from "./rule";
export { datedFindings, datedUnknowns } from "./dates";
export { type Explanation, explanationOf, explanations } from "./explanation";
