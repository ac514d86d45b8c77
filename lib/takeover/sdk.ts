/* eslint-disable @typescript-eslint/no-require-imports -- lazy: who does not sign in does not load it */
import type * as Identity from "@azure/identity";
import type * as Rest from "@azure/core-rest-pipeline";

/** The Azure SDK's sign-in. */
export function identitySdk(): typeof Identity {
  return require("@azure/identity") as typeof Identity;
}

/** The Azure SDK's HTTP pipeline. */
export function pipelineSdk(): typeof Rest {
  return require("@azure/core-rest-pipeline") as typeof Rest;
}
