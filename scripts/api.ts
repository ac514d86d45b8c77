import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel, type ExtractorResult } from "@microsoft/api-extractor";

const { Error: ERROR, None: NONE } = ExtractorLogLevel;

/** One entry of the package. */
interface Entry {
  readonly report: string;
  readonly types: string;
  /** What it means that something public is made of a name that this entry does not give out. */
  readonly forgotten: ExtractorLogLevel;
}

const ENTRIES: readonly Entry[] = [
  { report: "cdktf-aks-entra", types: "dist/lib/index.d.ts", forgotten: ERROR },
  // what this one is made of, the entry above gives out
  { report: "cdktf-aks-entra-config", types: "dist/lib/config/index.d.ts", forgotten: NONE },
];

/** Writes the report of an entry, or compares it with the one that is there. */
function report(entry: Entry, check: boolean, temp: string): ExtractorResult {
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve("package.json"),
    configObject: {
      projectFolder: resolve("."),
      mainEntryPointFilePath: resolve(entry.types),
      compiler: { tsconfigFilePath: resolve("tsconfig.json") },
      apiReport: {
        enabled: true,
        reportFolder: resolve("api"),
        reportTempFolder: temp,
        reportFileName: entry.report,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: { default: { logLevel: ERROR } },
        extractorMessageReporting: {
          default: { logLevel: NONE },
          "ae-forgotten-export": { logLevel: entry.forgotten },
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
    const results = ENTRIES.map((entry) => report(entry, check, temp));
    const stale = results.filter((r) => r.apiReportChanged);
    if (check && stale.length > 0) {
      const files = stale.map((r) => `api/${r.extractorConfig.reportConfigs[0].fileName}`).join(" and ");
      console.error(`The public API is no longer what ${files} shows. Run \`npm run api\`, and commit what it writes.`);
    }
    if (results.some((r) => r.errorCount > 0) || (check && stale.length > 0)) process.exitCode = 1;
  } finally {
    rmSync(temp, { recursive: true });
  }
}

// run from the project's folder, by `npm run api` and `npm run api:check`
main(process.argv.includes("--check"));
