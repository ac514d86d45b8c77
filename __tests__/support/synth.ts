import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type AppConfig, TerraformStack, Testing } from "cdktf";
import { AccessStack, type AccessStackProps, type AccessModel, ValidationError } from "../../lib";

export const TENANT = "22222222-2222-2222-2222-222222222222";
export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";

const scratch = mkdtempSync(join(tmpdir(), "aks-entra-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** An app that writes into a folder of its own, which goes with the test file. */
export function newApp(config: AppConfig = {}): App {
  return new App({ outdir: mkdtempSync(join(scratch, "app-")), stackTraces: false, ...config });
}

/** A stack of our own in an app of its own, with tenant and subscription given. */
export function newStack(props: AccessStackProps = { tenantId: TENANT, subscriptionId: SUBSCRIPTION }): AccessStack {
  return new AccessStack(newApp(), "test", props);
}

/** A stack that somebody else wrote. */
export function foreignStack(): TerraformStack {
  return new TerraformStack(newApp(), "foreign");
}

type Json = Record<string, any>;

/** What a stack synthesizes to, prepared as the app prepares it, without the framework's metadata. */
export function synth(stack: TerraformStack): Json {
  return JSON.parse(Testing.synth(stack)) as Json;
}

/** The resources of one type in a stack, by their Terraform names. */
export function resources(stack: TerraformStack, type: string): Record<string, Json> {
  return (synth(stack).resource?.[type] ?? {}) as Record<string, Json>;
}

/** Every Terraform address in a stack, sorted. */
export function addresses(stack: TerraformStack): string[] {
  const { resource = {}, data = {} } = synth(stack) as { resource?: Json; data?: Json };
  const list = (prefix: string, types: Json) =>
    Object.entries(types).flatMap(([type, named]) =>
      Object.keys(named as Json).map((name) => `${prefix}${type}.${name}`),
    );
  return [...list("", resource), ...list("data.", data)].sort();
}

/** Runs the whole synthesis of an app and gives back a file of one of its stacks. */
export function written(app: App, stack: string, file = "cdk.tf.json"): string {
  app.synth();
  return readFileSync(join(app.outdir, "stacks", stack, file), "utf8");
}

/** The access model that the whole synthesis of an app writes for a stack. */
export function writtenModel(app: App, stack: string): AccessModel {
  return JSON.parse(written(app, stack, "access-model.json")) as AccessModel;
}

/** The ValidationError that something throws; fails if it throws none. */
export function errorOf(run: () => unknown): ValidationError {
  try {
    run();
  } catch (e) {
    if (ValidationError.isValidationError(e)) return e;
    throw e;
  }
  throw new Error("nothing was thrown");
}

/** The warnings that were noted anywhere below a construct. */
export function warnings(stack: TerraformStack): string[] {
  return stack.node
    .findAll()
    .flatMap((c) => c.node.metadata.filter((m) => m.type.endsWith("warn")).map((m) => m.data as string));
}
