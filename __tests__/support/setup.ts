import { Testing } from "cdktf";
import "cdktf/lib/testing/adapters/jest";

// a trace for each token takes half of the time of the tests, because jest maps every line of it to its source
jest.mock("cdktf/lib/tokens/private/stack-trace", () => ({ captureStackTrace: () => [] }));

Testing.setupJest();

// what the stacks of an app say after its synth is said in plain node; here it is looked at where it matters
const { error } = console;
console.error = (...args: unknown[]) => {
  if (!/^(error|warning|acknowledged) \[/.test(String(args[0]))) error(...args);
};
