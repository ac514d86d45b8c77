import { z } from "zod";
import { configSchema } from "./schema";

/** The JSON Schema of the config files, for editors. */
export function jsonSchema(): object {
  return {
    title: "cdktf-aks-entra",
    description: "Who gets into which AKS cluster, when, and through which gates. One file is one stack.",
    ...z.toJSONSchema(configSchema, { io: "input", target: "draft-2020-12" }),
  };
}
