import { App, TerraformStack } from "cdktf";
import { Guardrails, ValidationError, accessModelOf } from "./lib";
import { findingText } from "./lib/access/checks";
import { ConfigError, loadConfig } from "./lib/config";
import { datedFindings, explanationOf } from "./lib/guardrails";
import { lineOf, saidIn, stopLine } from "./lib/terraform/said";

// The CDKTF command line sets this, prints what the stacks have to say, and stops for errors. Without it, we do.
const inCli = process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS !== undefined;
process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS ??= "true";

function main(): void {
  const app = new App({ stackTraces: false });
  try {
    // the reason why errors are only warnings tonight; a reason, not a yes
    const tonight = process.env.AKS_ENTRA_TONIGHT;
    if (tonight !== undefined && tonight !== "") Guardrails.tonight(app, tonight);
    loadConfig(app, process.env.AKS_ENTRA_CONFIG || "config");
  } catch (e) {
    if (!ConfigError.isConfigError(e) && !ValidationError.isValidationError(e)) throw e;
    console.error(e.message);
    process.exitCode = 1;
    return;
  }
  app.synth();
  if (!inCli) report(app);
}

/** Says what the stacks have to say, what was written, and what comes next. */
function report(app: App): void {
  const said = saidIn(app.manifest);
  for (const s of said) console.error(lineOf(s));
  // what depends on the day is said here and written nowhere, and stops nothing
  const models = app.node.children.filter((c) => TerraformStack.isStack(c)).map((s) => accessModelOf(s));
  for (const finding of datedFindings(models, new Date().toISOString())) {
    console.error(`date [${finding.subject}]: ${findingText({ ...finding, severity: "warning" })}`);
  }
  const errors = said.filter((s) => s.level === "error").length;
  if (errors > 0) {
    console.error(stopLine(errors));
    process.exitCode = 1;
  }
  if (said.some(({ message }) => explanationOf(message.split(" ")[0]) !== undefined))
    console.error("What a rule is about and what to do: npx aks-entra explain RULE");
  const stacks = Object.values(app.manifest.buildManifest().stacks);
  for (const stack of stacks) {
    console.log(`Written: ${app.outdir}/${stack.workingDirectory}/ (cdk.tf.json, access-model.json)`);
  }
  console.log(`Next: npx cdktf diff ${stacks.length === 1 ? stacks[0].name : "NAME"}`);
}

main();
