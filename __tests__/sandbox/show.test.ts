import { type Outcome } from "../../sandbox/run/command";
import { type Project } from "../../sandbox/run/project";
import { type Session } from "../../sandbox/session";
import { byHand, clear, complaintsOf, progress, show, step } from "../../sandbox/show";
import { World } from "../../sandbox/stand-in/world";

const DONE: Outcome = { status: 0, stdout: "", stderr: "", seconds: 1 };
const made = (group: string) => `azuread_group.${group} (groups/${group}/Default): Creation complete after 20s [id=1]`;

/** Two stacks whose tools do what a test says, by their words: `deploy identity`, `terraform plan prod`. */
function session(tools: Readonly<Record<string, (world: World) => Partial<Outcome> | undefined>> = {}) {
  const world = new World("22222222-2222-2222-2222-222222222222", [], { now: new Date("2026-11-25T09:00:00Z") });
  const ran: string[] = [];
  const run = (what: string, onLine?: (line: string) => void) => {
    ran.push(what);
    const outcome = { ...DONE, ...tools[what]?.(world) };
    outcome.stdout.split("\n").forEach((line) => onLine?.(line));
    return Promise.resolve(outcome);
  };
  const project = (onLine?: (line: string) => void): Partial<Project> => ({
    with: ({ onLine: next }) => project(next) as Project,
    deploy: ([name]) => run(`deploy ${name}`, onLine),
    destroy: ([name]) => run(`destroy ${name}`, onLine),
    terraform: (name, [verb]) => run(`terraform ${verb} ${name}`, onLine),
    stackFolder: (name) => `/scratch/cdktf.out/stacks/${name}`,
  });
  const stack = (name: string) => ({ name, terraform: { resource: { azuread_group: { a: {}, b: {} } } } });
  const opened = {
    world,
    cloud: { host: "localhost:4711", tenantId: world.tenantId, certificateFile: "/scratch/sandbox.pem" },
    stacks: [stack("identity"), stack("prod")],
    identityOf: (name: string) => ({ name: `pipeline of ${name}`, clientId: "client", secret: "secret" }),
    as: () => project(),
  } as unknown as Session;
  return { opened, ran, world };
}

function paper() {
  const lines: string[] = [];
  return { lines, print: (line: string) => void lines.push(line.replace(/^ *\d+\.\d s/, "N s")) };
}

test("each step is said, then the outputs, then what now exists and did not before", async () => {
  const { opened, ran, world } = session({
    "deploy identity": (w) => (w.directory.addGroup({ displayName: "admins" }), undefined),
    "terraform output prod": () => ({ stdout: 'name = "prod"\n' }),
  });
  world.directory.addGroup({ displayName: "there before" });
  const { lines, print } = paper();
  await show(opened, print);
  expect(ran).toEqual([
    "deploy identity",
    "deploy prod",
    "terraform plan identity",
    "terraform plan prod",
    "terraform output identity",
    "terraform output prod",
  ]);
  expect(lines).toEqual([
    "          cdktf deploy identity: 2 to make",
    "N s  cdktf deploy identity",
    "          0 calls as pipeline of identity",
    "          cdktf deploy prod: 2 to make",
    "N s  cdktf deploy prod",
    "          0 calls as pipeline of prod",
    "N s  terraform plan of identity: nothing to change",
    "N s  terraform plan of prod: nothing to change",
    '          An empty plan does not say who is in a just-in-time group, which assignments have ended, or what Terraform does not manage: docs/deploying.md, "What Terraform cannot see".',
    "\nOutputs of identity",
    "  ",
    "\nOutputs of prod",
    '  name = "prod"',
    "\nWhat now exists",
    "  group admins (security); owners nobody; members nobody",
    "",
  ]);
});

test("a deploy that fails ends it, with what the tool said", async () => {
  const { opened, ran } = session({ "deploy identity": () => ({ status: 1, stdout: "Error: no", stderr: "why" }) });
  const { lines, print } = paper();
  await expect(show(opened, print)).rejects.toThrow("Error: no\nwhy");
  expect(ran).toEqual(["deploy identity"]);
  expect(lines.at(-1)).toBe("N s  cdktf deploy identity: FAILED");
});

test("a second plan that is not empty ends it, with the plan", async () => {
  const { opened } = session({ "terraform plan prod": () => ({ status: 2, stdout: "1 to add" }) });
  await expect(show(opened, paper().print)).rejects.toThrow("A second plan is not empty:\n1 to add");
});

test("a second plan that fails ends it, and is not taken for an empty one", async () => {
  const { opened } = session({ "terraform plan prod": () => ({ status: 1, stderr: "no state" }) });
  await expect(show(opened, paper().print)).rejects.toThrow("no state");
});

test("a deploy that did what no run may do ends it, and all of that is listed", async () => {
  const { opened } = session({
    "deploy prod": ({ journal }) => {
      ["DELETE of a service principal", "nobody here answers GET /x"].forEach((c) => journal.complain(c));
      return undefined;
    },
  });
  const said = "The run did what no run may do:\n  DELETE of a service principal\n  nobody here answers GET /x";
  await expect(show(opened, paper().print)).rejects.toThrow(said);
  expect(complaintsOf(opened)).toBe(said);
});

test("it is taken away again, the last first, when assignments are old enough", async () => {
  const times: string[] = [];
  const { opened, ran } = session({ "destroy prod": ({ clock }) => (times.push(clock.iso()), undefined) });
  await clear(opened, paper().print);
  expect(ran).toEqual(["destroy prod", "destroy identity"]);
  expect(times[0].slice(0, 16)).toBe("2026-11-25T09:06");
});

test("a destroy that does what no run may do is a failure as well", async () => {
  const { opened } = session({
    "destroy identity": ({ journal }) => (journal.complain("DELETE of a service principal"), undefined),
  });
  await expect(clear(opened, paper().print)).rejects.toThrow("DELETE of a service principal");
});

test("how to go on by hand: each stack's own identity, the certificate, and where its files are", () => {
  const { lines, print } = paper();
  byHand(session().opened, "/scratch", "/config/article.yaml", print);
  expect(lines.filter((line) => line.startsWith("#"))).toEqual([
    "# identity, as pipeline of identity",
    "# prod, as pipeline of prod",
  ]);
  expect(lines).toContain("export ARM_METADATA_HOSTNAME='localhost:4711'");
  expect(lines).toContain("export SSL_CERT_FILE='/scratch/sandbox.pem'");
  expect(lines).toContain("export AKS_ENTRA_CONFIG='/config/article.yaml'");
  expect(lines.at(-1)).toBe("cd '/scratch/cdktf.out/stacks/prod' && terraform plan\n");
});

test("a long deploy says how much is made, at most every five seconds, and each thing once", () => {
  const { lines, print } = paper();
  let now = 0;
  const say = progress(print, 5, () => now);
  const at = (seconds: number, line: string) => {
    now = seconds * 1000;
    say(line);
  };
  at(1, made("a"));
  at(6, `identity  ${made("b")}`);
  at(12, made("b"));
  at(12, "azuread_group.c: Still creating... [10s elapsed]");
  at(12, made("c"));
  at(13, made("d"));
  at(30, made("e"));
  expect(lines).toEqual(["          2 of 5 made", "          3 of 5 made"]);
});

test("a step says what it is and how long it took, also if it fails", async () => {
  const { lines, print } = paper();
  expect(await step(print, "one", () => Promise.resolve(1))).toBe(1);
  await expect(step(print, "two", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(lines).toEqual(["N s  one", "N s  two: FAILED"]);
});
