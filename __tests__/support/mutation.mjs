/**
 * Jest's words for Mocha, for the tests of lib/access and lib/guardrails: npm run test:mutation.
 * Jest loads every file anew for every mutant, ten seconds each; Mocha keeps them and switches the mutant on.
 */
import { createRequire } from "node:module";
import { Testing } from "cdktf";
import { expect } from "expect";
import { bind } from "jest-each";
import mocha from "mocha";

const require = createRequire(import.meta.url);
const { bdd } = mocha.interfaces;
mocha.interfaces.bdd = (suite) => {
  bdd(suite);
  suite.on("pre-require", (words) => {
    const { it, describe, before } = words;
    Object.assign(words, {
      test: Object.assign(it, { each: bind(it) }),
      describe: Object.assign(describe, { each: bind(describe) }),
      beforeAll: before,
      // the run of the next mutant still needs what a test file wrote
      afterAll: (run) => process.once("exit", run),
    });
  });
};

const jest = {
  requireActual: require,
  /** Loads the library anew for as long as this runs. */
  isolateModules: (run) => {
    const kept = { ...require.cache };
    for (const path of Object.keys(kept))
      if (!path.includes("node_modules")) Reflect.deleteProperty(require.cache, path);
    run();
    Object.assign(require.cache, kept);
  },
};
Object.assign(globalThis, { expect, jest });
Testing.setupJest();
