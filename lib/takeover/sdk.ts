/* eslint-disable @typescript-eslint/no-require-imports -- lazy: who does not need it does not load it */
import type * as Identity from "@azure/identity";
import type * as Rest from "@azure/core-rest-pipeline";
import type * as Yaml from "yaml";

/** The Azure SDK's sign-in. */
export function identitySdk(): typeof Identity {
  return require("@azure/identity") as typeof Identity;
}

/** The Azure SDK's HTTP pipeline. */
export function pipelineSdk(): typeof Rest {
  return require("@azure/core-rest-pipeline") as typeof Rest;
}

/** Writes YAML. */
export function yamlSdk(): typeof Yaml {
  return require("yaml") as typeof Yaml;
}
