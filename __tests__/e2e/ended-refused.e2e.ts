import { deploys } from "../support/e2e";
import { assignmentsEnd } from "../support/ended";

describe("assignments that have ended, where the service refuses to remove them", () => {
  deploys("are renewed, or forgotten, by one apply; a destroy works once they are forgotten", () =>
    assignmentsEnd(400),
  );
});
