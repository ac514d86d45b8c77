import { cluster, model } from "../../support/models";
import { TENANT_KNOWS, fixes, found, unchecked } from "../look";

describe("CL-00, people sign in to a cluster with Microsoft Entra ID", () => {
  test("finds a cluster without the Entra integration", () => {
    const models = model({ clusters: [cluster("prod", { entraIntegration: false })] });
    expect(found("CL-00", models)).toEqual([
      "error prod: the Entra integration of prod is off, so neither policies nor PIM nor role assignments decide who gets in",
    ]);
    expect(fixes("CL-00", models)).toEqual([
      "leave azureActiveDirectoryRoleBasedAccessControl as the construct writes it",
    ]);
  });

  test("finds nothing: where it is on", () => {
    const models = model({ clusters: [cluster("prod", { entraIntegration: true })] });
    expect(found("CL-00", models)).toEqual([]);
    expect(unchecked("CL-00", models)).toEqual([]);
  });

  test("does not know: of a cluster that exists", () => {
    const models = model({ clusters: [cluster("prod", { entraIntegration: TENANT_KNOWS })] });
    expect(found("CL-00", models)).toEqual([]);
    expect(unchecked("CL-00", models)).toEqual(["prod: whether the Entra integration is on: only the tenant knows"]);
  });

  test("does not know: where an older model does not say", () => {
    const models = model({ clusters: [cluster("prod")] });
    expect(found("CL-00", models)).toEqual([]);
    expect(unchecked("CL-00", models)).toEqual(["prod: whether the Entra integration is on: the model does not say"]);
  });
});
