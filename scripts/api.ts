import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel, type ExtractorResult } from "@microsoft/api-extractor";

const { Error: ERROR, None: NONE } = ExtractorLogLevel;

/** Writes the report of one entry of the package, or compares it with the one that is there. */
function report(
  name: string,
  entry: string,
  forgotten: ExtractorLogLevel,
  check: boolean,
  temp: string,
): ExtractorResult {
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve("package.json"),
    configObject: {
      projectFolder: resolve("."),
      mainEntryPointFilePath: resolve(entry),
      compiler: { tsconfigFilePath: resolve("tsconfig.json") },
      apiReport: { enabled: true, reportFolder: resolve("api"), reportTempFolder: temp, reportFileName: name },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: { default: { logLevel: ERROR } },
        extractorMessageReporting: {
          default: { logLevel: NONE },
          "ae-forgotten-export": { logLevel: forgotten },
        },
        tsdocMessageReporting: { default: { logLevel: NONE } },
      },
    },
  });
  return Extractor.invoke(config, {
    localBuild: !check,
    messageCallback: (message) => {
      message.handled = message.logLevel !== ERROR;
    },
  });
}

function main(check: boolean): void {
  const temp = mkdtempSync(join(tmpdir(), "api-"));
  mkdirSync("api", { recursive: true });
  try {
    const results = [
      // what the public API is made of is public itself
      report("cdktf-aks-entra", "dist/lib/index.d.ts", ERROR, check, temp),
      // what this one is made of is public at the entry above
      report("cdktf-aks-entra-config", "dist/lib/config/index.d.ts", NONE, check, temp),
    ];
    const stale = results.filter((r) => r.apiReportChanged);
    if (check && stale.length > 0) {
      const files = stale.map((r) => `api/${r.extractorConfig.reportConfigs[0].fileName}`).join(" and ");
      console.error(`The public API is another than in ${files}. Run \`npm run api\`, and commit what it writes.`);
    }
    if (results.some((r) => r.errorCount > 0) || (check && stale.length > 0)) process.exitCode = 1;
  } finally {
    rmSync(temp, { recursive: true });
  }
}

// run from the project's folder, by `npm run api` and `npm run api:check`
main(process.argv.includes("--check"));
