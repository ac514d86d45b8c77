import { Testing } from "cdktf";
import "cdktf/lib/testing/adapters/jest";

// a trace for each token takes half of the time of the tests, because jest maps every line of it to its source
jest.mock("cdktf/lib/tokens/private/stack-trace", () => ({ captureStackTrace: () => [] }));

Testing.setupJest();
