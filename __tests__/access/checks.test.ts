import type { AccessModel } from "../../lib";
import { type Check, type Finding, hasChecks, registerCheck, runChecks } from "../../lib/access/checks";
import type * as Checks from "../../lib/access/checks";
import { modelOf } from "../../lib/access/model";

function finding(severity: Finding["severity"], rule: string, subject = "s/x", message = "it is open"): Finding {
  return { rule, severity, subject, message };
}

describe("the slot for what runs at the end of every synth", () => {
  const SLOT = Symbol.for("cdktf-aks-entra/checks");
  const store = globalThis as { [SLOT]?: unknown };
  const registered: (() => void)[] = [];

  function register(check: Check): void {
    registered.push(registerCheck(check));
  }

  let others: unknown;
  beforeEach(() => {
    others = store[SLOT];
    store[SLOT] = undefined;
  });
  afterEach(() => {
    for (const remove of registered.splice(0)) remove();
    store[SLOT] = others;
  });

  test("the slot is empty unless somebody fills it, and can be emptied again", () => {
    expect([hasChecks(), runChecks([])]).toEqual([false, []]);
    const remove = registerCheck(() => [finding("info", "A")]);
    expect([hasChecks(), runChecks([])]).toEqual([true, [finding("info", "A")]]);
    remove();
    expect([hasChecks(), runChecks([])]).toEqual([false, []]);
  });

  test("a check that is registered twice runs once", () => {
    const check: Check = () => [finding("info", "A")];
    register(check);
    register(check);
    expect(runChecks([])).toEqual([finding("info", "A")]);
  });

  test("every check sees all models", () => {
    const seen: (readonly AccessModel[])[] = [];
    const models = [modelOf("a", []), modelOf("b", [])];
    const see: Check = (all) => {
      seen.push(all);
      return [];
    };
    register((all) => see(all));
    register((all) => see(all));
    runChecks(models);
    expect(seen).toEqual([models, models]);
  });

  test("findings are in the order of severity, rule, subject and text, whoever found them", () => {
    const ordered = [
      finding("error", "B"),
      finding("error", "C"),
      finding("warning", "A", "s/x"),
      finding("warning", "A", "s/y", "it is ajar"),
      finding("warning", "A", "s/y", "it is open"),
      finding("info", "A"),
    ];
    register(() => [ordered[5], ordered[4], ordered[2], ordered[0]]);
    register(() => [ordered[3], ordered[1]]);
    expect(runChecks([])).toEqual(ordered);
  });

  test("one finding that two checks have is there twice", () => {
    register(() => [finding("error", "A")]);
    register(() => [finding("error", "A")]);
    expect(runChecks([])).toEqual([finding("error", "A"), finding("error", "A")]);
  });

  test("the slot is one in the whole process, however many copies of the package there are", () => {
    jest.isolateModules(() => {
      const copy = jest.requireActual<typeof Checks>("../../lib/access/checks");
      expect(copy.runChecks).not.toBe(runChecks);
      registered.push(copy.registerCheck(() => [finding("info", "A")]));
    });
    expect([hasChecks(), runChecks([])]).toEqual([true, [finding("info", "A")]]);
  });
});
