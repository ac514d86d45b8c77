import { existsSync } from "node:fs";
import { join } from "node:path";
import { Annotations, type App, Aspects, TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { Guardrails } from "../../lib";
import { type Finding, registerCheck } from "../../lib/access/checks";
import { stateFacts } from "../../lib/terraform";
import { newApp } from "../support/synth";

const registered: (() => void)[] = [];
const before = process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
let printed: string[] = [];

beforeEach(() => {
  delete process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
  printed = [];
  jest.spyOn(console, "error").mockImplementation((line: string) => void printed.push(line));
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const remove of registered.splice(0)) remove();
  if (before === undefined) delete process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
  else process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = before;
});

/** Makes a check find these, given as `severity subject`. */
function find(...found: string[]): void {
  const findings = found.map((f): Finding => {
    const [severity, subject] = f.split(" ");
    return { rule: "X-01", severity: severity as Finding["severity"], subject, message: "it is open" };
  });
  registered.push(registerCheck(() => findings));
}

/** An app with the stacks one, two and plain; the last has nothing of ours. */
function threeStacks(app: App = newApp()): App {
  for (const id of ["one", "two"]) stateFacts(new Construct(new TerraformStack(app, id), "a"), () => ({}));
  new TerraformStack(app, "plain");
  return app;
}

function thrownBy(run: () => void): Error | undefined {
  try {
    run();
    return undefined;
  } catch (e) {
    return e as Error;
  }
}

const wrote = (app: App, file: string) => existsSync(join(app.outdir, file));

test("the errors of all stacks are printed and thrown together, after everything is written", () => {
  const app = threeStacks();
  find("error one/a", "warning one/a", "error two/a", "info two/a");
  const thrown = thrownBy(() => app.synth());
  const [first, second] = ["error [one/a]: X-01 it is open", "error [two/a]: X-01 it is open"];
  expect(printed).toEqual([first, "warning [one/a]: X-01 it is open", second]);
  expect(thrown?.message).toBe(`${first}\n${second}\n2 errors; nothing may be deployed`);
  expect(wrote(app, "manifest.json")).toBe(true);
  for (const stack of ["one", "two", "plain"]) expect(wrote(app, `stacks/${stack}/cdk.tf.json`)).toBe(true);
});

test("no stack trace is shown, and no line twice, where nobody catches it", () => {
  const app = threeStacks();
  find("error one/a");
  expect(thrownBy(() => app.synth())?.stack).toBe("1 error; nothing may be deployed");
});

test("warnings are printed and stop nothing, once in each synth", () => {
  const app = threeStacks();
  find("warning one/a", "info two/a");
  app.synth();
  expect(printed).toEqual(["warning [one/a]: X-01 it is open"]);
  app.synth();
  expect(printed).toHaveLength(2);
});

test("nothing is printed where nothing is to be said", () => {
  threeStacks().synth();
  expect(printed).toEqual([]);
});

test("that errors are only warnings tonight is the first that is printed", () => {
  const app = threeStacks();
  find("error one/a", "warning one/a");
  Guardrails.tonight(app, "nobody gets in, INC0042");
  app.synth();
  expect(printed).toEqual([
    "warning [one]: TONIGHT ERRORS ARE ONLY WARNINGS, for this reason: nobody gets in, INC0042",
    "warning [two]: TONIGHT ERRORS ARE ONLY WARNINGS, for this reason: nobody gets in, INC0042",
    "warning [one/a]: X-01 AN ERROR, LET THROUGH: it is open",
    "warning [one/a]: X-01 it is open",
  ]);
  expect(Guardrails.report(app)).toEqual(printed);
});

test("an error that somebody else notes counts as well", () => {
  const app = threeStacks();
  Annotations.of(app.node.findChild("two")).addError("it is theirs");
  expect(thrownBy(() => app.synth())?.message).toBe("error [two]: it is theirs\n1 error; nothing may be deployed");
});

test("what is printed is what is found after the aspects of every stack", () => {
  const app = threeStacks();
  let open = true;
  registered.push(
    registerCheck(() => (open ? [{ rule: "X-01", severity: "error", subject: "two/a", message: "it is open" }] : [])),
  );
  const two = app.node.findChild("two") as TerraformStack;
  stateFacts(new Construct(two, "b"), () => ({
    emergencyAccess: open ? [] : [{ id: "two/b", source: undefined, accounts: ["first", "second"] }],
  }));
  Aspects.of(two).add({ visit: () => void (open = false) });
  app.synth();
  expect(printed).toEqual([]);
});

test("where the command line runs the app it prints, and nothing is printed or thrown here", () => {
  process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = "true";
  const app = threeStacks();
  find("error one/a");
  app.synth();
  expect(printed).toEqual([]);
  expect(Guardrails.report(app)).toEqual(["error [one/a]: X-01 it is open"]);
});

test("apps and stacks for tests say nothing, and stop at an error as they did", () => {
  find("error one/a", "error two/a");
  const message = 'Encountered Annotations with level "ERROR":\n[one/a] X-01 it is open\n\n';
  const stackOf = (app: App) => threeStacks(app).node.findChild("one") as TerraformStack;
  const app = newApp();
  const stack = stackOf(app);
  expect(() => Testing.fullSynth(stack)).toThrow(message);
  expect(() => app.synth()).toThrow("2 errors; nothing may be deployed");
  expect(() => Testing.fullSynth(stack)).toThrow(message);
  printed = [];
  Testing.synth(stack);
  const stubbed = Testing.app();
  stackOf(stubbed);
  expect(() => stubbed.synth()).toThrow(message);
  expect(printed).toEqual([]);
});

test("after a synth that somebody else stopped, the next one says everything", () => {
  const app = threeStacks();
  find("error one/a");
  let wrong = ["this is wrong"];
  app.node.findChild("two").node.addValidation({ validate: () => wrong });
  expect(() => app.synth()).toThrow("this is wrong");
  expect(printed).toEqual([]);
  wrong = [];
  expect(() => app.synth()).toThrow("1 error; nothing may be deployed");
  expect(printed).toEqual(["error [one/a]: X-01 it is open"]);
});
