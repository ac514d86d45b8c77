import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import type { Group } from "@cdktf/provider-azuread/lib/group";
import { type App, Aspects, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { type AccessModel, AccessStack, Guardrails, EntraGroup, EntraUser, type Facts, accessModelOf } from "../../lib";
import { type Finding, registerCheck } from "../../lib/access/checks";
import { CUSTOM_SYNTHESIS, setSource, sourceOf, stateFacts, warn } from "../../lib/terraform";
import { newApp, newStack, written, writtenModel } from "../support/synth";

const ID = "44444444-4444-4444-8444-444444444444";

/** Says that there is emergency access here, and counts how often it was asked. */
class Speaker extends Construct {
  public asked = 0;

  constructor(
    scope: Construct,
    id: string,
    private readonly accounts: () => readonly string[] = () => ["first", "second"],
  ) {
    super(scope, id);
    stateFacts(this, () => this.facts());
  }

  private facts(): Facts {
    this.asked += 1;
    return { emergencyAccess: [{ id: this.node.path, source: sourceOf(this), accounts: this.accounts() }] };
  }
}

/** The ids of what was said in a stack. */
function said(model: AccessModel): string[] {
  return model.emergencyAccess.map((e) => e.id);
}

function hasModel(app: App, stack: string): boolean {
  return existsSync(join(app.outdir, "stacks", stack, "access-model.json"));
}

function model(app: App, stack: string): AccessModel {
  return JSON.parse(readFileSync(join(app.outdir, "stacks", stack, "access-model.json"), "utf8")) as AccessModel;
}

describe("the framework", () => {
  test("looks for what a node does at the end of synth under this key", () => {
    expect(CUSTOM_SYNTHESIS).toBe(Symbol.for("cdktf/customSynthesis"));
    const app = newApp();
    const node = new Construct(new TerraformStack(app, "plain"), "node");
    const onSynthesize = jest.fn<undefined, [{ outdir: string }]>();
    Object.defineProperty(node, CUSTOM_SYNTHESIS, { value: { onSynthesize } });
    app.synth();
    expect(onSynthesize.mock.calls.map(([session]) => session.outdir)).toEqual([app.outdir]);
  });

  test("does it after validation, and before it collects what is to be shown", () => {
    const app = newApp();
    const stack = new TerraformStack(app, "plain");
    const order: string[] = [];
    const node = new Construct(stack, "node");
    node.node.addValidation({
      validate: () => {
        order.push("validation");
        return [];
      },
    });
    Aspects.of(stack).add({ visit: (c) => void (c === node && order.push("aspect")) });
    stateFacts(node, () => {
      order.push("facts");
      warn(node, "found late");
      return {};
    });
    app.synth();
    expect(order).toEqual(["aspect", "validation", "facts"]);
    expect(app.manifest.forStack(stack).annotations.map((a) => a.message)).toEqual(["found late"]);
  });
});

describe("the model is written", () => {
  test("for each stack of an app that has our constructs, ours and foreign, and for no other", () => {
    const app = newApp();
    const ours = new AccessStack(app, "ours");
    const foreign = new TerraformStack(app, "foreign");
    const plain = new TerraformStack(app, "plain");
    EntraGroup.fromObjectId(ours, "ops", ID);
    EntraGroup.fromObjectId(foreign, "devs", ID);
    new TerraformOutput(plain, "x", { value: 1 });
    app.synth();
    expect(model(app, "ours").groups.map((g) => g.id)).toEqual(["ours/ops"]);
    expect(model(app, "foreign").groups.map((g) => g.id)).toEqual(["foreign/devs"]);
    expect([model(app, "ours").stack, model(app, "foreign").stack]).toEqual(["ours", "foreign"]);
    expect([hasModel(app, "plain"), existsSync(join(app.outdir, "stacks", "plain", "cdk.tf.json"))]).toEqual([
      false,
      true,
    ]);
  });

  test("beside the Terraform of its stack", () => {
    const app = newApp();
    EntraGroup.fromObjectId(new AccessStack(app, "ours"), "ops", ID);
    app.synth();
    expect(app.manifest.buildManifest()).toMatchObject({
      stacks: { ours: { workingDirectory: "stacks/ours", synthesizedStackPath: "stacks/ours/cdk.tf.json" } },
    });
    expect(hasModel(app, "ours")).toBe(true);
  });

  test("of a stack in a stack into its own folder, and not into that of the outer one", () => {
    const app = newApp();
    const outer = new TerraformStack(app, "outer");
    const inner = new AccessStack(new Construct(outer, "between"), "inner");
    new Speaker(outer, "a");
    new Speaker(inner, "b");
    app.synth();
    expect(said(model(app, "outer"))).toEqual(["outer/a"]);
    expect(said(model(app, "inner"))).toEqual(["outer/between/inner/b"]);
    expect(accessModelOf(outer)).toEqual(model(app, "outer"));
  });

  test("of a stack in a stack also if the outer one says nothing, which gets no file", () => {
    const app = newApp();
    const inner = new TerraformStack(new TerraformStack(app, "outer"), "inner");
    new Speaker(inner, "b");
    app.synth();
    expect([hasModel(app, "outer"), hasModel(app, "inner")]).toEqual([false, true]);
  });

  test("also when validation is skipped", () => {
    const app = newApp({ skipValidation: true });
    const stack = new TerraformStack(app, "foreign");
    stack.node.addValidation({ validate: () => ["this would stop the synth"] });
    new Speaker(stack, "a");
    expect(said(writtenModel(app, "foreign"))).toEqual(["foreign/a"]);
  });

  test("not when validation fails", () => {
    const app = newApp();
    const stack = new TerraformStack(app, "foreign");
    stack.node.addValidation({ validate: () => ["this stops the synth"] });
    new Speaker(stack, "a");
    expect(() => app.synth()).toThrow("this stops the synth");
    expect(hasModel(app, "foreign")).toBe(false);
  });

  test("by the framework's own test helper too", () => {
    const stack = newStack();
    new Speaker(stack, "a");
    const outdir = Testing.fullSynth(stack);
    const text = readFileSync(join(outdir, "stacks", "test", "access-model.json"), "utf8");
    expect(said(JSON.parse(text) as AccessModel)).toEqual(["test/a"]);
  });

  test("of a stack of ours also if nothing is said in it, over that of an earlier synth", () => {
    const app = newApp();
    const stack = new AccessStack(app, "ours");
    new Speaker(stack, "a");
    expect(said(writtenModel(app, "ours"))).toEqual(["ours/a"]);
    stack.node.tryRemoveChild("a");
    expect(said(writtenModel(app, "ours"))).toEqual([]);
  });

  test("anew at each synth, with what was said since", () => {
    const app = newApp();
    const stack = new AccessStack(app, "ours");
    new Speaker(stack, "a");
    expect(said(writtenModel(app, "ours"))).toEqual(["ours/a"]);
    new Speaker(stack, "b");
    expect(said(writtenModel(app, "ours"))).toEqual(["ours/a", "ours/b"]);
  });
});

describe("what is said", () => {
  test("is asked for once in a synth, however many constructs there are", () => {
    const app = newApp();
    const stack = new AccessStack(app, "ours");
    const speakers = ["a", "b", "c"].map((id) => new Speaker(stack, id));
    app.synth();
    expect(speakers.map((s) => s.asked)).toEqual([1, 1, 1]);
  });

  test("is asked for at the end: what was set after the construct was made counts", () => {
    const app = newApp();
    const accounts: string[] = [];
    new Speaker(new AccessStack(app, "ours"), "a", () => accounts);
    accounts.push("later");
    expect(writtenModel(app, "ours").emergencyAccess[0].accounts).toEqual(["later"]);
  });

  test("has the constructs that a user's aspect makes, also in a stack that had none", () => {
    const app = newApp();
    const ours = new AccessStack(app, "ours");
    new Speaker(ours, "a");
    const visit = (c: IConstruct) => {
      if (TerraformStack.isStack(c)) EntraUser.fromObjectId(c, ID);
    };
    for (const stack of [ours, new TerraformStack(app, "foreign")]) Aspects.of(stack).add({ visit });
    app.synth();
    expect(model(app, "foreign").principals.map((p) => p.id)).toEqual([`foreign/.users/${ID}`]);
    expect(model(app, "ours").principals.map((p) => p.id)).toEqual([`ours/.users/${ID}`]);
  });

  test("has what a user's aspect sets, and not what it overrides", () => {
    const app = newApp();
    const stack = new AccessStack(app, "ours");
    const owner = EntraUser.fromObjectId(stack, ID);
    new EntraGroup(stack, "a", { owners: [owner] });
    new EntraGroup(stack, "b", { owners: [owner] });
    Aspects.of(stack).add({
      visit: (c) => {
        if (c.node.path === "ours/a/Default") (c as Group).displayName = "renamed";
        if (c.node.path === "ours/b/Default") (c as Group).addOverride("display_name", "renamed");
      },
    });
    expect(writtenModel(app, "ours").groups.map((g) => g.displayName)).toEqual([
      "renamed",
      { unknown: "changed by hand" },
    ]);
  });

  test("has nothing of constructs that were removed", () => {
    const app = newApp();
    const stack = new AccessStack(app, "ours");
    new Speaker(stack, "a");
    new Speaker(new Construct(stack, "team"), "b");
    stack.node.tryRemoveChild("team");
    expect(said(writtenModel(app, "ours"))).toEqual(["ours/a"]);
  });

  test("is nothing, and no file, if the only construct was removed", () => {
    const app = newApp();
    const stack = new TerraformStack(app, "foreign");
    new Speaker(stack, "a");
    stack.node.tryRemoveChild("a");
    app.synth();
    expect(hasModel(app, "foreign")).toBe(false);
  });

  test("adds nothing to the tree and nothing to the Terraform", () => {
    const [with_, without] = [newApp(), newApp()];
    for (const app of [with_, without]) new TerraformOutput(new AccessStack(app, "ours"), "x", { value: 1 });
    const speaker = new Speaker(with_.node.findChild("ours") as AccessStack, "a");
    expect(Object.keys(speaker)).toEqual(["node", "accounts", "asked"]);
    expect(speaker.node.findAll()).toEqual([speaker]);
    expect(written(with_, "ours")).toBe(written(without, "ours"));
    expect(with_.node.findAll().length).toBe(without.node.findAll().length + 1);
  });

  test("can be asked for without writing", () => {
    const app = newApp();
    const stack = new AccessStack(app, "ours");
    new Speaker(stack, "a");
    expect(said(accessModelOf(stack))).toEqual(["ours/a"]);
    expect(hasModel(app, "ours")).toBe(false);
  });
});

test("a construct may say where it is written, and says nothing else", () => {
  const app = newApp();
  const stack = new AccessStack(app, "ours");
  const [a, b] = [new Speaker(stack, "a"), new Speaker(stack, "b")];
  setSource(a, "config/article.yaml:12:5");
  expect([sourceOf(a), sourceOf(b)]).toEqual(["config/article.yaml:12:5", undefined]);
  const [first, second] = writtenModel(app, "ours").emergencyAccess;
  expect([first.source, Object.keys(second)]).toEqual(["config/article.yaml:12:5", ["accounts", "id"]]);
  expect(app.manifest.forStack(stack).annotations).toEqual([]);
});

test("a warning is in the manifest without a stack trace, also where traces are on", () => {
  const app = newApp({ stackTraces: true });
  const stack = new AccessStack(app, "ours");
  warn(new Construct(stack, "a"), "it is open");
  app.synth();
  expect(app.manifest.forStack(stack).annotations).toEqual([
    { constructPath: "ours/a", level: "@cdktf/warn", message: "it is open", stacktrace: undefined },
  ]);
});

describe("what checks find", () => {
  const registered: (() => void)[] = [];
  const continueOnErrors = process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;

  function find(...findings: Finding[]): void {
    registered.push(registerCheck(() => findings));
  }

  function finding(severity: Finding["severity"], subject: string, message = "it is open"): Finding {
    return { rule: "X-01", severity, subject, message };
  }

  /** What each stack shows, as `level path: text`. */
  function shown(app: App): Record<string, string[]> {
    const { stacks } = app.manifest.buildManifest();
    return Object.fromEntries(
      Object.values(stacks).map((s) => [
        s.name,
        s.annotations.map((a) => `${a.level.replace("@cdktf/", "")} ${a.constructPath}: ${a.message}`),
      ]),
    );
  }

  /** Two stacks with a speaker each. */
  function twoStacks(): App {
    const app = newApp();
    new Speaker(new Construct(new AccessStack(app, "one"), "team"), "a");
    new Speaker(new TerraformStack(app, "two"), "b");
    return app;
  }

  beforeEach(() => {
    delete process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
  });

  afterEach(() => {
    for (const remove of registered.splice(0)) remove();
    if (continueOnErrors === undefined) delete process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
    else process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = continueOnErrors;
  });

  test("is shown at its subject, in the stack of the subject, without a stack trace", () => {
    const app = twoStacks();
    find(finding("warning", "one/team/a"), finding("info", "two/b", "it is ajar"));
    app.synth();
    expect(shown(app)).toEqual({
      one: ["warn one/team/a: X-01 it is open"],
      two: ["info two/b: X-01 it is ajar"],
    });
    const manifest = readFileSync(join(app.outdir, "manifest.json"), "utf8");
    expect(manifest).toContain("X-01 it is open");
    expect(manifest).not.toContain("stacktrace");
  });

  test("stops the synth if it is an error, with all errors of the app in one text and everything written", () => {
    const app = twoStacks();
    find(
      finding("error", "one/team/a", "it is open"),
      finding("error", "one/team", "it is wide open"),
      finding("warning", "one/team/a", "it is ajar"),
      finding("error", "two/b", "it is gone"),
    );
    expect(() => app.synth()).toThrow(
      new Error(`error [one/team]: X-01 it is wide open
error [one/team/a]: X-01 it is open
error [two/b]: X-01 it is gone
3 errors; nothing may be deployed`),
    );
    expect([said(model(app, "one")), said(model(app, "two"))]).toEqual([["one/team/a"], ["two/b"]]);
    expect(existsSync(join(app.outdir, "stacks", "one", "cdk.tf.json"))).toBe(true);
  });

  test("is shown for all stacks at once, with all files written, where the command line asks to go on", () => {
    process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = "true";
    const app = twoStacks();
    find(finding("error", "one/team/a"), finding("error", "two/b"));
    app.synth();
    expect(shown(app)).toEqual({
      one: ["error one/team/a: X-01 it is open"],
      two: ["error two/b: X-01 it is open"],
    });
    for (const stack of ["one", "two"]) {
      expect([hasModel(app, stack), existsSync(join(app.outdir, "stacks", stack, "cdk.tf.json"))]).toEqual([
        true,
        true,
      ]);
    }
  });

  test("stops the synth also when validation is skipped", () => {
    const app = newApp({ skipValidation: true });
    new Speaker(new AccessStack(app, "one"), "a");
    find(finding("error", "one/a"));
    expect(() => app.synth()).toThrow("[one/a]: X-01 it is open");
  });

  test("changes no byte of the Terraform and of the model", () => {
    const files = (app: App) =>
      ["one", "two"].flatMap((stack) => ["cdk.tf.json", "access-model.json"].map((file) => written(app, stack, file)));
    const before = files(twoStacks());
    find(finding("warning", "one/team/a"), finding("info", "two/b"));
    expect(files(twoStacks())).toEqual(before);
  });

  test("is found in the models of all stacks, nested ones among them, with what is said now", () => {
    const app = twoStacks();
    new Speaker(new TerraformStack(app.node.findChild("two") as TerraformStack, "inner"), "c");
    const seen: string[][] = [];
    registered.push(
      registerCheck((models) => {
        seen.push(models.map((m) => `${m.stack}: ${said(m).join()}`).sort());
        return [];
      }),
    );
    app.synth();
    const all = ["inner: two/inner/c", "one: one/team/a", "two: two/b"];
    expect(seen).toEqual([all]);
  });

  /** Finds a stack open that has two accounts in its emergency access, wherever it is shown. */
  function findOpen(subject: (stack: string) => string): void {
    const open = (m: AccessModel) => m.emergencyAccess.some((e) => e.accounts.length > 1);
    registered.push(
      registerCheck((models) =>
        models.filter(open).map((m) => finding("warning", subject(m.stack), `${m.stack} is open`)),
      ),
    );
  }

  test("is found once for the whole app, and again where an aspect of a later stack changes what that says", () => {
    const app = newApp();
    new Speaker(new AccessStack(app, "one"), "a", () => []);
    const two = new TerraformStack(app, "two");
    const accounts = ["first", "second"];
    new Speaker(two, "b", () => accounts);
    new Speaker(new AccessStack(app, "three"), "c", () => []);
    Aspects.of(two).add({ visit: () => void accounts.splice(0, 2) });
    let looks = 0;
    registered.push(registerCheck(() => ((looks += 1), [])));
    findOpen((stack) => (stack === "two" ? "two/b" : "one/a"));
    app.synth();
    expect(looks).toBe(2);
    expect(shown(app)["two"]).not.toContain("warn two/b: X-01 two is open");
  });

  test("is shown with the stack whose aspect brought it, when the stack of its subject is done", () => {
    const app = newApp();
    new Speaker(new AccessStack(app, "one"), "a", () => []);
    const two = new TerraformStack(app, "two");
    const accounts = ["first"];
    new Speaker(two, "b", () => accounts);
    Aspects.of(two).add({ visit: () => void (accounts.length === 1 && accounts.push("second")) });
    findOpen(() => "one/a");
    app.synth();
    expect(shown(app)["one"]).not.toContain("warn one/a: X-01 two is open");
    expect(shown(app)["two"]).toContain("warn two: X-01 two is open");
  });

  test("that is acknowledged is shown as information, with the reason, and stops nothing", () => {
    const app = twoStacks();
    const acknowledged = { reason: "it goes in March", until: "2027-03-31" };
    find({ ...finding("error", "one/team/a"), acknowledged, fix: "close it", source: "config/one.yaml:3:1" });
    app.synth();
    expect(shown(app)["one"]).toEqual([
      "info one/team/a: X-01 acknowledged until 2027-03-31 (it goes in March): it is open (config/one.yaml:3:1)",
    ]);
  });

  test("says in one line where it is written, and for an error what to do", () => {
    process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = "true";
    const app = twoStacks();
    const more = { fix: "close it", source: "config/one.yaml:3:1" };
    find(
      { ...finding("error", "one/team/a"), ...more },
      { ...finding("warning", "one/team/a", "it is ajar"), ...more },
    );
    app.synth();
    expect(shown(app)["one"]).toEqual([
      "error one/team/a: X-01 it is open; fix: close it (config/one.yaml:3:1)",
      "warn one/team/a: X-01 it is ajar (config/one.yaml:3:1)",
    ]);
  });

  describe("with tonight's switch", () => {
    const reason = "the policy locks everybody out, INC0042";

    test.each([
      ["by the app", () => newApp(), (app: App) => Guardrails.tonight(app, reason)],
      ["by the context of the app", () => newApp({ context: { "aks-entra/tonight": reason } }), () => undefined],
    ])("set %s, stops nothing, says so with every stack, and the reason is written", (_, make, set) => {
      const app = make();
      new Speaker(new Construct(new AccessStack(app, "one"), "team"), "a");
      new Speaker(new TerraformStack(app, "two"), "b");
      set(app);
      find(finding("error", "one/team/a"));
      app.synth();
      const loud = `TONIGHT ERRORS ARE ONLY WARNINGS, for this reason: ${reason}`;
      expect(shown(app)).toEqual({
        one: [`warn one: ${loud}`, "warn one/team/a: X-01 AN ERROR, LET THROUGH: it is open"],
        two: [`warn two: ${loud}`],
      });
      expect([model(app, "one").tonight, model(app, "two").tonight]).toEqual([reason, reason]);
    });

    test.each(["", "1", "true", "yes"])("is refused for %j, which is no reason", (text) => {
      const message = /is no reason to turn errors into warnings; allowed: a sentence that an auditor understands/;
      expect(() => Guardrails.tonight(newApp(), text)).toThrow(message);
      const app = newApp({ context: { "aks-entra/tonight": text } });
      new Speaker(new AccessStack(app, "one"), "a");
      expect(() => app.synth()).toThrow(message);
    });

    test("leaves nothing in the model where it is off", () => {
      const app = twoStacks();
      app.synth();
      expect(Object.keys(model(app, "one"))).not.toContain("tonight");
    });
  });

  test("is shown once, whoever finds it and however often the app is synthesized", () => {
    const app = twoStacks();
    find(finding("warning", "one/team/a"));
    find(finding("warning", "one/team/a"));
    app.synth();
    app.synth();
    expect(shown(app)["one"]).toEqual(["warn one/team/a: X-01 it is open"]);
  });

  test("is shown at the nearest construct above a subject that is none", () => {
    const app = twoStacks();
    find(finding("warning", "one/team/gone/away"), finding("warning", "two/gone"));
    app.synth();
    expect(shown(app)).toEqual({
      one: ["warn one/team: X-01 it is open"],
      two: ["warn two: X-01 it is open"],
    });
  });

  test("is shown with every stack if its subject is nowhere", () => {
    const app = twoStacks();
    find(finding("warning", "gone"));
    app.synth();
    expect(shown(app)).toEqual({ one: ["warn one: X-01 it is open"], two: ["warn two: X-01 it is open"] });
  });

  test("is not asked for in an app without our constructs", () => {
    const check = jest.fn(() => []);
    registered.push(registerCheck(check));
    const app = newApp();
    new TerraformOutput(new TerraformStack(app, "plain"), "x", { value: 1 });
    app.synth();
    expect(check).not.toHaveBeenCalled();
  });

  test("is seen beside the warnings of the constructs themselves", () => {
    const app = newApp();
    const stack = new AccessStack(app, "one");
    const group = EntraGroup.fromLookup(stack, "ops", "Operators");
    find(finding("warning", group.node.path));
    app.synth();
    expect(shown(app)["one"]).toEqual([
      `warn one/ops: The group "Operators" is looked up by its name, which is not unique in a tenant; use its object id.`,
      "warn one/ops: X-01 it is open",
    ]);
  });
});

test("a foreign stack with its own provider synthesizes whole, model included", () => {
  const app = newApp();
  const stack = new TerraformStack(app, "foreign");
  new AzureadProvider(stack, "azuread");
  const group = new EntraGroup(stack, "ops", { owners: [EntraUser.fromObjectId(stack, ID)] });
  const { groups, principals } = writtenModel(app, "foreign");
  expect([groups.map((g) => g.id), principals.map((p) => p.id)]).toEqual([[group.node.path], [`foreign/.users/${ID}`]]);
  expect(JSON.parse(written(app, "foreign"))).toMatchObject({
    terraform: { required_providers: { azuread: { version: ">= 3.9.0, < 4.0.0" } } },
  });
});
