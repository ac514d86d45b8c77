import { AnnotationMetadataEntryType, App } from "cdktf";
import { ConfigError, loadConfig } from "./lib/config";
import "./lib";

// The CDKTF command line sets this, prints what the stacks have to say, and stops for errors. Without it, we do.
const inCli = process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS !== undefined;
process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS ??= "true";

const LEVELS: Readonly<Record<string, string>> = {
  [AnnotationMetadataEntryType.ERROR]: "error",
  [AnnotationMetadataEntryType.WARN]: "warning",
};

function main(): void {
  const app = new App({ stackTraces: false });
  try {
    loadConfig(app, process.env.AKS_ENTRA_CONFIG || "config");
  } catch (e) {
    if (!ConfigError.isConfigError(e)) throw e;
    console.error(e.message);
    process.exitCode = 1;
    return;
  }
  app.synth();
  if (!inCli) report(app);
}

/** Says what the stacks have to say, what was written, and what comes next. */
function report(app: App): void {
  const stacks = Object.values(app.manifest.buildManifest().stacks);
  let errors = 0;
  for (const { level, constructPath, message } of stacks.flatMap((s) => s.annotations)) {
    if (LEVELS[level] === undefined) continue;
    console.error(`${LEVELS[level]} [${constructPath}]: ${message}`);
    if (level === AnnotationMetadataEntryType.ERROR) errors++;
  }
  if (errors > 0) {
    console.error(`${errors} error${errors === 1 ? "" : "s"}; nothing may be deployed`);
    process.exitCode = 1;
  }
  for (const stack of stacks) {
    console.log(`Written: ${app.outdir}/${stack.workingDirectory}/ (cdk.tf.json, access-model.json)`);
  }
  console.log(`Next: npx cdktf diff ${stacks.length === 1 ? stacks[0].name : "NAME"}`);
}

main();
