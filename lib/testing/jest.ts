import {
  type ExpectedFinding,
  type MatcherOptions,
  toAllow,
  toBeUnreachableWithout,
  toHaveFindings,
  toHaveNoStandingClusterAdmins,
} from "./matchers";
import type { Gate } from "../access";
import type { AccessQuestion } from "../terraform";

/** What can be expected of a stack, an app, an access model, or a list of models. */
export interface AccessMatchers<R> {
  /** Somebody may do something inside Kubernetes; fails, with and without `.not`, where only the tenant knows. */
  toAllow(deed: AccessQuestion): R;
  /** Nobody is cluster administrator without activating it, emergency access aside. */
  toHaveNoStandingClusterAdmins(options?: MatcherOptions): R;
  /** Every way to something inside Kubernetes asks for this, emergency access aside. */
  toBeUnreachableWithout(gate: Gate, options?: MatcherOptions): R;
  /** The guardrails and expectations find exactly this, acknowledged findings aside: `["CL-04 prod-weu", "BG-02"]`. */
  toHaveFindings(expected: readonly (string | ExpectedFinding)[]): R;
}

/** The matchers, for `expect.extend` where jest's `expect` is not a global. */
export const accessMatchers = { toAllow, toHaveNoStandingClusterAdmins, toBeUnreachableWithout, toHaveFindings };

const globals = globalThis as { readonly expect?: { readonly extend?: (matchers: object) => void } };
globals.expect?.extend?.(accessMatchers);

declare global {
  // the types of jest, if they are there, take these up; where they are not, nothing needs them
  // eslint-disable-next-line @typescript-eslint/no-namespace -- that is how the types of jest are extended
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- the parameters are those of the types of jest
    interface Matchers<R, T> extends AccessMatchers<R> {}
  }
}
