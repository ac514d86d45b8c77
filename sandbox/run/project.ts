import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { type AccessModel } from "../../lib/access";
import { type CommandOptions, type Outcome, command } from "./command";
import { toolEnvironment } from "./environment";
import { type Json, localBackend } from "./local-backend";
import { ROOT } from "./root";

const CDKTF = join(dirname(require.resolve("cdktf-cli/package.json")), "bundle", "bin", "cdktf");

/** A stack that was synthesized. */
export interface SynthesizedStack {
  readonly name: string;
  readonly model: AccessModel;
  /** The content of `cdk.tf.json`. */
  readonly terraform: Json;
  readonly dependencies: readonly string[];
}

export interface ProjectOptions {
  /** The folder to work in; state stays in it, beside `cdktf.json`. */
  readonly folder: string;
  /** A config file or folder, absolute. */
  readonly config: string;
  /** Signing in, and anything else that the tools shall be told. */
  readonly env?: NodeJS.ProcessEnv;
  /** How many things Terraform does at a time. */
  readonly parallelism?: number;
  /** The Terraform to run; the one on the PATH by default. */
  readonly terraform?: string;
  readonly onLine?: (line: string) => void;
  /** Ends whatever is running. */
  readonly signal?: AbortSignal;
}

/** A scratch project: the app of this repository, a config of one's own, and a state of its own. */
export class Project {
  public constructor(private readonly options: ProjectOptions) {
    mkdirSync(options.folder, { recursive: true });
    const cdktf = {
      ...(JSON.parse(readFileSync(join(ROOT, "cdktf.json"), "utf8")) as Json),
      app: `node ${JSON.stringify(join(ROOT, "dist", "main.js"))}`,
    };
    writeFileSync(join(options.folder, "cdktf.json"), JSON.stringify(cdktf, null, 2));
  }

  public get folder(): string {
    return this.options.folder;
  }

  /** The same project for another identity, another config, or another Terraform. */
  public with(options: Partial<ProjectOptions>): Project {
    return new Project({ ...this.options, ...options });
  }

  /** Synthesizes, and puts a local backend beside what was written where the config names a remote one. */
  public async synth(): Promise<readonly SynthesizedStack[]> {
    const made = await this.node([join(ROOT, "dist", "main.js")]);
    if (made.status !== 0) throw new Error(`The config does not synthesize:\n${this.fromHere(made.stderr)}`);
    const stacks = this.stacks();
    for (const { name, terraform } of stacks) {
      const override = localBackend(name, terraform);
      const file = join(this.stackFolder(name), "sandbox_override.tf.json");
      if (override === undefined) rmSync(file, { force: true });
      else writeFileSync(file, JSON.stringify(override, null, 2));
    }
    return stacks;
  }

  /** The stacks that the last synth wrote, those first that others need. */
  public stacks(): readonly SynthesizedStack[] {
    const read = (path: string) => JSON.parse(readFileSync(join(this.folder, "cdktf.out", path), "utf8")) as unknown;
    const manifest = read("manifest.json") as {
      stacks: Record<string, { workingDirectory: string; synthesizedStackPath: string; dependencies: string[] }>;
    };
    const stacks = Object.entries(manifest.stacks).map(([name, stack]) => ({
      name,
      model: read(join(stack.workingDirectory, "access-model.json")) as AccessModel,
      terraform: read(stack.synthesizedStackPath) as Json,
      dependencies: stack.dependencies,
    }));
    const sorted: SynthesizedStack[] = [];
    while (sorted.length < stacks.length) {
      const done = sorted.map(({ name }) => name);
      sorted.push(...stacks.filter((s) => !done.includes(s.name) && s.dependencies.every((d) => done.includes(d))));
    }
    return sorted;
  }

  public stackFolder(name: string): string {
    return join(this.folder, "cdktf.out", "stacks", name);
  }

  /** `cdktf deploy`, as a pipeline runs it. */
  public deploy(names: readonly string[], more: readonly string[] = []): Promise<Outcome> {
    return this.cdktf(["deploy", ...names, "--auto-approve", ...this.common(), ...more]);
  }

  /** `cdktf destroy`, as a pipeline runs it. */
  public destroy(names: readonly string[], more: readonly string[] = []): Promise<Outcome> {
    return this.cdktf(["destroy", ...names, "--auto-approve", ...this.common(), ...more]);
  }

  /** `cdktf diff` of one stack. */
  public diff(name: string): Promise<Outcome> {
    return this.cdktf(["diff", name, "--skip-provider-lock"]);
  }

  public cdktf(args: readonly string[], more: Partial<CommandOptions> = {}): Promise<Outcome> {
    return this.node([CDKTF, ...args], more);
  }

  /** Plain Terraform in the folder of a stack. */
  public terraform(name: string, args: readonly string[], more: Partial<CommandOptions> = {}): Promise<Outcome> {
    return command(this.options.terraform ?? "terraform", args, {
      ...this.commandOptions(this.stackFolder(name)),
      ...more,
    });
  }

  /** What a stack's state holds, by address. */
  public state(name: string): Json {
    const file = join(this.folder, `terraform.${name}.tfstate`);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Json) : {};
  }

  /** Copies state and output into another folder, as if a day had passed. */
  public copyTo(folder: string): Project {
    mkdirSync(folder, { recursive: true });
    for (const entry of readdirSync(this.folder))
      cpSync(join(this.folder, entry), join(folder, entry), { recursive: true });
    return this.with({ folder });
  }

  /** The app is told of the config relative to the scratch folder; a person reads the paths from where they stand. */
  private fromHere(text: string): string {
    return text.replace(/(?<![\w./])(\.\.\/)+[^\s:"']+/g, (path) => {
      const file = resolve(this.folder, path);
      return existsSync(file) ? relative(process.cwd(), file) || "." : path;
    });
  }

  private common(): string[] {
    const { parallelism } = this.options;
    return [
      "--skip-provider-lock",
      ...(parallelism === undefined ? [] : ["--terraform-parallelism", String(parallelism)]),
    ];
  }

  private node(args: readonly string[], more: Partial<CommandOptions> = {}): Promise<Outcome> {
    return command(process.execPath, args, { ...this.commandOptions(this.folder), ...more });
  }

  private commandOptions(cwd: string): CommandOptions {
    const { env, terraform, config, onLine, signal } = this.options;
    return {
      cwd,
      onLine,
      signal,
      env: {
        ...toolEnvironment(),
        ...(terraform === undefined ? {} : { TERRAFORM_BINARY_NAME: terraform }),
        AKS_ENTRA_CONFIG: relative(this.folder, config),
        ...env,
      },
    };
  }
}
