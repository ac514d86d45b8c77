import { deploys } from "../support/e2e";
import { assignmentsEnd } from "../support/ended";

describe("assignments that have ended", () => {
  deploys("are in no plan; are renewed, or forgotten, by one apply; are no hindrance to a destroy", () =>
    assignmentsEnd(404),
  );
});
