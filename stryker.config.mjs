// Which lines of lib/access and lib/guardrails could be wrong without a test that fails: npm run test:mutation.
// Long, so outside CI. A part: npm run test:mutation -- --mutate "lib/guardrails/rules/ns-*.ts"
export default {
  mutate: ["lib/access/**/*.ts", "lib/guardrails/**/*.ts", "!lib/**/index.ts"],
  testRunner: "mocha",
  buildCommand: "tsc -p tsconfig.mutation.json",
  mochaOptions: {
    require: ["__tests__/support/mutation.mjs"],
    spec: ["__tests__/access/*.test.js", "__tests__/guardrails/**/*.test.js"],
    // the page, random models and large ones, which take seconds for each mutant
    ignore: ["**/docs.test.js", "**/properties.test.js", "**/growth.test.js", "**/examples.test.js"],
  },
  coverageAnalysis: "perTest",
  // what runs once when a file is loaded: the words of the rules, which docs/rules.md shows, and tables of names
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 5000,
  reporters: ["clear-text", "progress-append-only", "json"],
  jsonReporter: { fileName: ".stryker-tmp/mutation.json" },
  clearTextReporter: { allowColor: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 85 },
  tempDirName: ".stryker-tmp",
  ignorePatterns: ["dist", "cdktf.out", "coverage", ".tmp", "sandbox"],
};
