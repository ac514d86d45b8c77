import { Command } from "commander";
import type { CommandEntry } from "../../lib/cli/command";
import { COMMANDS } from "../../lib/cli/commands";
import { ExitCode } from "../../lib/cli/exit-code";
import { call, newFolder } from "../support/command";

const cwd = newFolder();

test("help lists every command with one line, and the exit codes", async () => {
  const { code, out, err } = await call(cwd, ["--help"]);
  expect([code, err]).toEqual([0, ""]);
  for (const { name, summary } of COMMANDS) {
    expect(out.replace(/\s+/g, " ")).toContain(`${name} ${summary}`);
  }
  expect(out).toContain("Exit codes:\n  0  fine");
});

test("every command has help of its own, by --help and by help", async () => {
  for (const { name, summary } of COMMANDS) {
    const { code, out } = await call(cwd, [name, "--help"]);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: aks-entra ${name} `);
    expect(out.replace(/\s+/g, " ")).toContain(`${summary}.`);
    expect((await call(cwd, ["help", name])).out).toBe(out);
  }
});

test("every command's file declares a command that the parser takes", () => {
  for (const { load } of COMMANDS) expect(() => load().command.configure(new Command())).not.toThrow();
});

test("without a command it says what there is, and that it did nothing", async () => {
  const { code, out, err } = await call(cwd, []);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain("Usage: aks-entra [options] [command]");
});

test("the version is the package's", async () => {
  expect(await call(cwd, ["--version"])).toEqual({ code: 0, out: "1.2.3\n", err: "" });
});

test.each([
  [["expirin"], "error: unknown command 'expirin'\n(Did you mean expiring?)\nWhat there is: aks-entra --help\n"],
  [["--formt"], "error: unknown option '--formt'\nWhat there is: aks-entra --help\n"],
  [
    ["expiring", "--withn", "30d"],
    "error: unknown option '--withn'\n(Did you mean --within?)\nWhat there is: aks-entra expiring --help\n",
  ],
  [
    ["expiring", "soon"],
    "error: too many arguments for 'expiring'. Expected 0 arguments but got 1.\nWhat there is: aks-entra expiring --help\n",
  ],
  [
    ["expiring", "--within"],
    "error: option '--within <time>' argument missing\nWhat there is: aks-entra expiring --help\n",
  ],
])("%j is refused in one sentence, with what to do", async (argv, said) => {
  expect(await call(cwd, argv)).toEqual({ code: 2, out: "", err: said });
});

/** A list of commands that has one, which does this. */
function only(run: () => never): CommandEntry[] {
  return [{ name: "fall", summary: "Falls", load: () => ({ command: { configure: () => undefined, run } }) }];
}

test("a fault of ours is said without a stack trace, which one asks for", async () => {
  const commands = only(() => {
    throw new Error("out of luck");
  });
  const plain = await call(cwd, ["fall"], { commands });
  expect(plain).toEqual({
    code: 2,
    out: "",
    err: "error: out of luck\nThis is a fault of aks-entra; AKS_ENTRA_DEBUG=1 shows where.\n",
  });
  const asked = await call(cwd, ["fall"], { commands, env: { AKS_ENTRA_DEBUG: "1" } });
  expect(asked.err).toContain("run.test.ts");
});

test("the file of a command that is not called is not loaded", async () => {
  const loaded: string[] = [];
  const entry = (name: string): CommandEntry => ({
    name,
    summary: name,
    load: () => {
      loaded.push(name);
      return { command: { configure: (c: Command) => void c.option("--quick"), run: () => ExitCode.FOUND } };
    },
  });
  const commands = ["one", "two"].map(entry);
  expect((await call(cwd, ["two", "--quick"], { commands })).code).toBe(1);
  expect(loaded).toEqual(["two"]);
});
