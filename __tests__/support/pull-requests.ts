import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { join } from "node:path";

const PROJECT = "77777777-7777-4777-8777-777777777777";
/** How long a comment may be; GitHub refuses a longer one. */
const GITHUB_LIMIT = 65_536;

/** Where pipelines comment: the threads of Azure DevOps by its REST API, and GitHub's comment by a `gh` of our own. */
export class PullRequests {
  private readonly said: string[] = [];
  private file = "";

  private constructor(private readonly server: Server) {}

  public static async listen(): Promise<PullRequests> {
    const server = createServer();
    const made = new PullRequests(server);
    server.on("request", (request, response) => made.answer(request, response));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return made;
  }

  /** The comments by which the threads begin. */
  public get threads(): readonly string[] {
    return this.said;
  }

  /** The one comment of GitHub. */
  public comment(): string {
    return readFileSync(this.file, "utf8");
  }

  /** A `gh` that knows how to write one comment, and refuses what GitHub refuses. */
  public installGh(folder: string): void {
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, "comment.md");
    const script = `#!${process.execPath}
const fs = require("node:fs");
const [pr, comment, number, ...rest] = process.argv.slice(2);
const file = rest.pop();
const text = fs.readFileSync(file, "utf8");
const wanted = "pr comment --edit-last --create-if-none --body-file";
if ([pr, comment, ...rest].join(" ") !== wanted || !/^[0-9]+$/.test(number) || !process.env.GH_TOKEN) process.exit(2);
if (text.trim() === "" || text.length > ${GITHUB_LIMIT}) process.exit(1);
fs.writeFileSync(${JSON.stringify(this.file)}, text);
`;
    writeFileSync(join(folder, "gh"), script, { mode: 0o755 });
  }

  /** What an agent of Azure DevOps says of a pull request; the project has a space in its name. */
  public environment(number: number): NodeJS.ProcessEnv {
    const { port } = this.server.address() as AddressInfo;
    return {
      SYSTEM_COLLECTIONURI: `http://127.0.0.1:${port}/contoso/`,
      SYSTEM_TEAMPROJECT: "Access of us",
      SYSTEM_TEAMPROJECTID: PROJECT,
      SYSTEM_PULLREQUEST_PULLREQUESTID: String(number),
      BUILD_REPOSITORY_ID: "access",
      BUILD_BUILDID: "42",
    };
  }

  public async close(): Promise<void> {
    await new Promise((done) => this.server.close(done));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      const end = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
      const path = /^\/contoso\/(.*?)\/_apis\/git\/repositories\/access\/pullRequests\/\d+\/threads(.*)\?/.exec(
        request.url ?? "",
      );
      if (path?.[1] !== PROJECT) return end(404, { message: request.url });
      if (request.headers.authorization !== "Bearer token-of-the-run") return end(401, { message: "who is it" });
      const [, thread, comment] = /^\/(\d+)\/comments\/(\d+)$/.exec(path[2]) ?? [];
      if (request.method === "GET") return end(200, { value: [SYSTEM, ...this.said.map(asThread)] });
      const body = JSON.parse(text) as { content?: string; comments?: { content: string }[] };
      if (request.method === "POST" && path[2] === "") this.said.push(String(body.comments?.[0].content));
      else if (request.method === "PATCH" && comment === "1" && this.said[Number(thread) - 2] !== undefined)
        this.said[Number(thread) - 2] = String(body.content);
      else return end(400, { message: text });
      return end(200, {});
    });
  }
}

/** A thread that the service itself began, with nothing to read in it. */
const SYSTEM = { id: 1, comments: [{ id: 1, commentType: "system" }] };
const asThread = (content: string, at: number) => ({ id: at + 2, comments: [{ id: 1, content }] });
