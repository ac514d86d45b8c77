import express from "express";
import { mount } from "../../../sandbox/stand-in/mount";
import { type Route } from "../../../sandbox/stand-in/route";
import { useStandIn } from "../../support/stand-in";

const sandbox = useStandIn();

describe("The stand-in", () => {
  it("refuses a body that is no JSON, and keeps it as it came", async () => {
    const client = await sandbox.signedIn();
    expect(await client.post("/graph/v1.0/groups", "displayName=x")).toMatchObject({ status: 400, code: "BadRequest" });
    expect(sandbox.world.journal.entries.at(-1)).toMatchObject({ status: 400, body: "displayName=x" });
    expect(sandbox.world.journal.complaints).toEqual([]);
  });

  it("does not look at letter case, nor at a slash too many", async () => {
    const client = await sandbox.signedIn();
    expect((await client.get("//graph//V1.0/Groups")).status).toBe(200);
  });

  it("knows a call by its version: what is v1.0's alone is not there in beta", async () => {
    const client = await sandbox.signedIn();
    const reply = await client.get("/graph/beta/identity/conditionalAccess/policies");
    expect(reply).toMatchObject({ status: 400, code: "SandboxUnknownCall" });
    expect(sandbox.world.journal.complaints).toContain(
      "nobody here answers GET /graph/beta/identity/conditionalAccess/policies",
    );
  });
});

test("a failure of the sandbox itself is no 5xx, which would be tried again, and fails the run", async () => {
  const { world } = sandbox;
  const route: Route = {
    method: "GET",
    path: "/broken",
    needs: [],
    answer: () => {
      throw new Error("a bug");
    },
  };
  const app = express();
  mount(app, world, [route], "login");
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  const reply = await fetch(`http://127.0.0.1:${port}/broken`);
  server.close();
  expect([reply.status, ((await reply.json()) as any).error.code]).toEqual([400, "SandboxFailed"]);
  expect(world.journal.complaints.at(-1)).toContain("the sandbox itself failed at GET /broken: Error: a bug");
});
