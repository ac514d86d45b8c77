import type { IConstruct } from "constructs";
import { ErrorCode } from "../core/error-codes";
import { quote } from "../core/text";
import { Problems } from "../core/validation-error";

/** The context that turns errors among the findings into warnings; its value is the reason. */
export const TONIGHT_CONTEXT = "aks-entra/tonight";
const TONIGHT = Symbol.for(TONIGHT_CONTEXT);

/** Turns errors into warnings in the whole app around a construct. */
export function setTonight(construct: IConstruct, reason: string): void {
  checkReason(reason);
  Object.defineProperty(construct.node.root, TONIGHT, { value: reason.trim(), configurable: true });
}

/**
 * Why errors are warnings in the app around a construct; nothing if they are not.
 *
 * @throws ValidationError TEXT_EMPTY if the context holds something that is no reason
 */
export function tonightIn(construct: IConstruct): string | undefined {
  const { root } = construct.node;
  const set = (root as { [TONIGHT]?: string })[TONIGHT];
  if (set !== undefined) return set;
  const context: unknown = root.node.tryGetContext(TONIGHT_CONTEXT);
  if (context === undefined || context === null) return undefined;
  checkReason(context);
  return context.trim();
}

/** A reason has two words or more: `1` or `true` tell nobody anything. */
function checkReason(reason: unknown): asserts reason is string {
  if (typeof reason === "string" && /\S\s+\S/.test(reason)) return;
  const problems = Problems.none();
  problems.add(
    ErrorCode.TEXT_EMPTY,
    "tonight",
    `${quote(reason)} is no reason to turn errors into warnings; allowed: a sentence that an auditor understands`,
  );
  problems.throwIfAny();
}
