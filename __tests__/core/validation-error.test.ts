import { Duration, ErrorCode, ValidationError } from "../../lib";
import type * as Durations from "../../lib/core/duration";
import { Problems } from "../../lib/core/validation-error";
import { errorOf } from "../support/synth";

test("an error has every problem in one text, each with path, property and code", () => {
  const error = new ValidationError("prod/aks", [
    { code: ErrorCode.AKS_NODE_COUNT, property: "nodePool.count", message: "0 is too few; allowed: 1 or more" },
    { code: ErrorCode.TEXT_EMPTY, property: "", message: "nothing is there; allowed: something" },
  ]);
  expect(error.message).toBe(
    "[prod/aks] nodePool.count: 0 is too few; allowed: 1 or more (AKS_NODE_COUNT)\n[prod/aks] nothing is there; allowed: something (TEXT_EMPTY)",
  );
  expect([error.name, error.code, error.path, error.problems.length]).toEqual([
    "ValidationError",
    ErrorCode.AKS_NODE_COUNT,
    "prod/aks",
    2,
  ]);
});

test("an error that belongs to no construct has no path in its text", () => {
  const error = new ValidationError("", [{ code: ErrorCode.TEXT_EMPTY, property: "name", message: "none" }]);
  expect([error.message, error.path]).toEqual(["name: none (TEXT_EMPTY)", ""]);
});

test("an error keeps its problems when the list that it was made from goes on", () => {
  const problems = [{ code: ErrorCode.TEXT_EMPTY, property: "a", message: "first" }];
  const error = new ValidationError("", problems);
  problems.push({ code: ErrorCode.TEXT_EMPTY, property: "b", message: "second" });
  expect(error.problems).toEqual([{ code: ErrorCode.TEXT_EMPTY, property: "a", message: "first" }]);
});

test("an error is known as one, also when it comes from another copy of the package", () => {
  let foreign: unknown;
  jest.isolateModules(() => {
    const copy = jest.requireActual<typeof Durations>("../../lib/core/duration");
    try {
      copy.Duration.parse("soon");
    } catch (e) {
      foreign = e;
    }
  });
  expect(Object.getPrototypeOf(foreign)).not.toBe(ValidationError.prototype);
  expect(ValidationError.isValidationError(foreign)).toBe(true);
  expect(ValidationError.isValidationError(errorOf(() => Duration.parse("soon")))).toBe(true);
});

test.each([undefined, null, "TEXT_EMPTY", 3, {}, new Error("x")])("%p is none", (x) => {
  expect(ValidationError.isValidationError(x)).toBe(false);
});

test("every code is its own name, so that a pipeline can match on it", () => {
  expect(Object.entries(ErrorCode).filter(([name, value]) => name !== value)).toEqual([]);
});

describe("problems", () => {
  test("none is no error", () => {
    expect(() => Problems.none().throwIfAny("prod")).not.toThrow();
    expect(Problems.none().all).toEqual([]);
  });

  test("of an input that belongs to no construct are thrown without a path", () => {
    const problems = Problems.none();
    problems.add(ErrorCode.TEXT_EMPTY, "name", "none");
    expect(errorOf(() => problems.throwIfAny()).message).toBe("name: none (TEXT_EMPTY)");
  });

  test("are thrown together, in the order in which they were noted, with the path of their input", () => {
    const problems = Problems.none();
    problems.add(ErrorCode.TEXT_EMPTY, "name", "none");
    problems.add(ErrorCode.NAME_FORMAT, "owner", "odd");
    const error = errorOf(() => problems.throwIfAny("prod/x"));
    expect(error.message).toBe("[prod/x] name: none (TEXT_EMPTY)\n[prod/x] owner: odd (NAME_FORMAT)");
    expect(error.problems).toEqual(problems.all);
  });

  test("of a nested input are in the same collection, below its property", () => {
    const problems = Problems.none();
    const pool = problems.at("nodePool");
    pool.add(ErrorCode.AKS_NODE_COUNT, "count", "odd");
    pool.at("zones").add(ErrorCode.AKS_ZONE, "[1]", "odd");
    pool.add(ErrorCode.AKS_NODE_COUNT_MISSING, "", "none");
    problems.at("").add(ErrorCode.TEXT_EMPTY, "name", "none");
    expect(problems.all.map((p) => p.property)).toEqual(["nodePool.count", "nodePool.zones[1]", "nodePool", "name"]);
  });

  test("of a check that throws are kept, below the property that it is about", () => {
    const problems = Problems.none();
    const failed = problems.at("pim").attempt("maximum", () => Duration.parse("soon"));
    expect(failed).toBeUndefined();
    problems.attempt("group", () => {
      throw new ValidationError("else/where", [
        { code: ErrorCode.TEXT_EMPTY, property: "owners[0]", message: "none" },
        { code: ErrorCode.NAME_FORMAT, property: "", message: "odd" },
      ]);
    });
    expect(problems.all.map((p) => [p.code, p.property])).toEqual([
      [ErrorCode.DURATION_FORMAT, "pim.maximum"],
      [ErrorCode.TEXT_EMPTY, "group.owners[0]"],
      [ErrorCode.NAME_FORMAT, "group"],
    ]);
  });

  test("of a check that passes are none, and its result is given back", () => {
    const problems = Problems.none();
    expect(problems.attempt("maximum", () => Duration.parse("8h"))?.toIsoString()).toBe("PT8H");
    expect(problems.all).toEqual([]);
  });

  test("hide no other error", () => {
    const problems = Problems.none();
    expect(() =>
      problems.attempt("x", () => {
        throw new TypeError("a bug");
      }),
    ).toThrow(new TypeError("a bug"));
    expect(problems.all).toEqual([]);
  });

  test("that were looked at do not change with later ones", () => {
    const problems = Problems.none();
    const before = problems.all;
    problems.add(ErrorCode.TEXT_EMPTY, "name", "none");
    expect(before).toEqual([]);
  });
});
