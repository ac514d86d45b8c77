import { App, type Manifest, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { lineOf, saidIn, stopLine } from "./said";

/** What the framework's own synthesizer of a stack knows: whether somebody else prints what the stacks say. */
interface Synthesizer {
  continueOnErrorAnnotations?: boolean;
}

/** Of `Testing.app`. */
const STUBBED = "stubbed";
const held = new WeakSet<Manifest>();

/**
 * Makes a synth by `node app.js` say what the CDKTF command line would say, once per app: the framework prints
 * nothing there, and throws at the first stack that has an error.
 *
 * Every stack is synthesized and the manifest is written, so that the commands have something to look into. Then what
 * all stacks have to say goes to standard error, and their errors are thrown together, without a stack trace.
 *
 * Where the command line runs the app it prints, and nothing is done here: the framework is told so by
 * `CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS`. Neither is in apps and stacks for tests, of `Testing`.
 */
export function speakAfter(manifest: Manifest, root: IConstruct): void {
  if (held.has(manifest) || !App.isApp(root) || root.manifest !== manifest || manifest.version === STUBBED) return;
  const silent = root.node
    .findAll()
    .filter((c) => TerraformStack.isStack(c))
    .map((s) => (s as TerraformStack).synthesizer as Synthesizer)
    .filter((s) => s.continueOnErrorAnnotations === false);
  if (silent.length === 0) return;

  held.add(manifest);
  for (const s of silent) s.continueOnErrorAnnotations = true;
  // the last that an app does; there is no hook after all of its stacks
  manifest.writeToFile = () => {
    Reflect.deleteProperty(manifest, "writeToFile");
    held.delete(manifest);
    for (const s of silent) s.continueOnErrorAnnotations = false;
    manifest.writeToFile();
    speak(manifest);
  };
}

function speak(manifest: Manifest): void {
  const said = saidIn(manifest);
  for (const s of said) console.error(lineOf(s));
  const errors = said.filter((s) => s.level === "error").map(lineOf);
  if (errors.length === 0) return;
  const stopped = new Error([...errors, stopLine(errors.length)].join("\n"));
  // what node shows of an error that nobody catches: the lines are there already
  stopped.stack = stopLine(errors.length);
  throw stopped;
}
