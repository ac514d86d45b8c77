export { type GateException, readExceptions } from "./allow";
export type { GateFinding, GateRuleId } from "./finding";
export { type GateOptions, type GateReport, type PlanCounts, gate } from "./gate";
export { gateMarkdown } from "./markdown";
export { type Plan, readPlan } from "./plan";
export { GATE_RULES } from "./rules";
export { EMPTY_PLAN, gateText } from "./text";
