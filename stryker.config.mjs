// Which lines of lib/access and lib/guardrails could be wrong without a test that fails: npm run test:mutation.
// Long, so outside CI. A part: npm run test:mutation -- --mutate "lib/guardrails/rules/ns-*.ts"
export default {
  mutate: ["lib/access/**/*.ts", "lib/guardrails/**/*.ts", "!lib/**/index.ts"],
  testRunner: "jest",
  jest: {
    config: {
      testEnvironment: "node",
      testMatch: ["<rootDir>/__tests__/access/**/*.test.ts", "<rootDir>/__tests__/guardrails/**/*.test.ts"],
      // the page, and random models, which take seconds for each mutant
      testPathIgnorePatterns: ["docs\\.test", "properties\\.test"],
      transform: {
        "^.+\\.ts$": ["ts-jest", { tsconfig: "tsconfig.test.json", diagnostics: false, isolatedModules: true }],
      },
      setupFilesAfterEnv: ["<rootDir>/__tests__/support/setup.ts"],
    },
    enableFindRelatedTests: true,
  },
  coverageAnalysis: "perTest",
  // what runs once when a file is loaded: the words of the rules, which docs/rules.md shows, and tables of names
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20000,
  reporters: ["clear-text", "progress"],
  clearTextReporter: { allowColor: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 85 },
  tempDirName: ".stryker-tmp",
  ignorePatterns: ["dist", "cdktf.out", "coverage", ".tmp", "bench", "sandbox"],
};
