import { ClientSecretCredential } from "@azure/identity";
import { TENANT } from "../../support/synth";
import { useStandIn } from "../../support/stand-in";

// https://learn.microsoft.com/graph/auth-v2-service and /entra/identity-platform/v2-oauth2-client-creds-grant-flow
describe("The login of the sandbox", () => {
  const sandbox = useStandIn({ now: new Date("2020-01-01T00:00:00Z") });
  const path = `/${TENANT}/oauth2/v2.0/token`;
  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  const credentials = () => {
    const { clientId, secret } = sandbox.world.identities.add({ name: "ci", graph: ["User.Read.All"] });
    return {
      client_id: clientId,
      client_secret: secret,
      grant_type: "client_credentials",
      scope: "https://graph.microsoft.com/.default",
    };
  };
  const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());

  it("gives an application a token for its secret, with the fields that Microsoft documents", async () => {
    const { status, body } = await sandbox.nobody.post(path, form(credentials()));
    expect(status).toBe(200);
    expect(body).toEqual({
      token_type: "Bearer",
      expires_in: expect.any(Number),
      ext_expires_in: expect.any(Number),
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    });
  });

  it("names tenant, application, object id and permissions in the token", async () => {
    const fields = credentials();
    const { body } = await sandbox.nobody.post(path, form(fields));
    expect(claimsOf(body.access_token)).toMatchObject({
      aud: "https://graph.microsoft.com",
      appid: fields.client_id,
      tid: TENANT,
      oid: expect.any(String),
      idtyp: "app",
      roles: ["User.Read.All"],
    });
  });

  it("lets a token live on the machine's clock, whatever time the world has", async () => {
    const { body } = await sandbox.nobody.post(path, form(credentials()));
    expect(claimsOf(body.access_token).exp).toBeGreaterThan(Date.now() / 1000 + 3000);
  });

  it.each([
    ["a wrong secret", { client_secret: "guess" }, 401, "invalid_client", "AADSTS7000215"],
    ["an unknown application", { client_id: "nobody" }, 401, "invalid_client", "AADSTS7000215"],
    ["another kind of grant", { grant_type: "password" }, 400, "unsupported_grant_type", "AADSTS70003"],
  ])("refuses %s as Entra does", async (_what, wrong, status, code, message) => {
    const reply = await sandbox.nobody.post(path, form({ ...credentials(), ...wrong }));
    expect(reply).toMatchObject({ status, body: { error: code } });
    expect(reply.body.error_description).toContain(message);
    expect(reply.body.error_codes).toEqual([Number(message.slice("AADSTS".length))]);
  });

  it("knows one tenant only", async () => {
    const other = "/33333333-3333-3333-3333-333333333333/oauth2/v2.0/token";
    const reply = await sandbox.nobody.post(other, form(credentials()));
    expect(reply.status).toBe(400);
    expect(reply.body.error_description).toContain("AADSTS90002");
  });

  describe("lets a pipeline in with a token of OpenID Connect", () => {
    const github = {
      issuer: "https://token.actions.githubusercontent.com",
      subject: "repo:contoso/aks:ref:refs/heads/main",
    };
    const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;
    const asked = (claims: object, federated: typeof github | undefined = github) => {
      const { clientId } = sandbox.world.identities.add({ name: "pipeline", federated });
      return sandbox.nobody.post(
        path,
        form({
          client_id: clientId,
          grant_type: "client_credentials",
          scope: "https://graph.microsoft.com/.default",
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: jwt({
            iss: github.issuer,
            sub: github.subject,
            aud: "api://AzureADTokenExchange",
            ...claims,
          }),
        }),
      );
    };

    it("that its application trusts", async () => {
      expect((await asked({})).status).toBe(200);
    });

    it.each([
      ["of another branch", { sub: "repo:contoso/aks:ref:refs/heads/feature" }, "AADSTS70021"],
      ["of another issuer", { iss: "https://vstoken.dev.azure.com/x" }, "AADSTS70021"],
      ["for another audience", { aud: "sts.amazonaws.com" }, "AADSTS700212"],
    ])("and not with one %s", async (_what, claims, message) => {
      const { status, body } = await asked(claims);
      expect(status).toBe(401);
      expect(body.error_description).toContain(message);
    });

    it("and not where its application trusts nobody", async () => {
      const { clientId } = sandbox.world.identities.add({ name: "secret only" });
      const { body } = await sandbox.nobody.post(
        path,
        form({
          client_id: clientId,
          grant_type: "client_credentials",
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: jwt({ iss: github.issuer, sub: github.subject, aud: "api://AzureADTokenExchange" }),
        }),
      );
      expect(body.error_description).toContain("AADSTS70021");
    });
  });

  it("lets the Azure SDK in, which first asks the authority who it is", async () => {
    const { client_id, client_secret } = credentials();
    const credential = new ClientSecretCredential(TENANT, client_id, client_secret, {
      authorityHost: `https://${sandbox.host}`,
      disableInstanceDiscovery: true,
      tlsOptions: { ca: sandbox.certificate },
    });
    const { token } = await credential.getToken("https://graph.microsoft.com/.default");
    expect(sandbox.world.identities.ofToken(`Bearer ${token}`)).toMatchObject({ name: "ci" });
    expect(sandbox.world.journal.complaints).toEqual([]);
  });
});

describe("The metadata of the sandbox", () => {
  const sandbox = useStandIn();

  it("says to anybody where everything is, all of it on this one host", async () => {
    const { status, body } = await sandbox.nobody.get("/metadata/endpoints?api-version=2022-09-01");
    const origin = `https://${sandbox.host}`;
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: "Sandbox",
      authentication: { loginEndpoint: origin, tenant: "common", identityProvider: "AAD" },
      resourceManager: origin,
      microsoftGraphResourceId: `${origin}/graph`,
    });
  });

  it("answers the older version too, with two slashes as azurerm asks", async () => {
    const { status, body } = await sandbox.nobody.get("//metadata/endpoints?api-version=2018-01-01");
    expect(status).toBe(200);
    expect(body.cloudEndpoint.public.endpoint).toBe(sandbox.host);
  });

  it("does not know any other version", async () => {
    expect(await sandbox.nobody.get("/metadata/endpoints?api-version=2015-01-01")).toMatchObject({
      status: 400,
      code: "SandboxUnknownCall",
    });
  });
});
