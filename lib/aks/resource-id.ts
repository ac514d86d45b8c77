import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import { quote } from "../core/text";
import type { Problems } from "../core/validation-error";

/** Notes that a text is not the resource id of a kind of thing; nothing given, or a token, passes. */
export function checkResourceId(
  problems: Problems,
  property: string,
  value: string | undefined,
  kind: string,
  ending: RegExp,
): void {
  if (value === undefined || !isKnownText(value)) return;
  if (/^\/subscriptions\/[0-9a-fA-F-]{36}\/resourceGroups\/[^/]+\/providers\//i.test(value) && ending.test(value))
    return;
  problems.add(
    ErrorCode.AKS_RESOURCE_ID,
    property,
    `${quote(value)} is not the right kind of resource id; allowed: /subscriptions/ID/resourceGroups/NAME/providers/${kind}`,
  );
}
