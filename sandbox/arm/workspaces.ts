import { createHash } from "node:crypto";
import { type Route, ok } from "../stand-in/route";
import { resourceGroup, resourceNotFound } from "./resource-ids";

/** Log Analytics workspaces: they exist already, and diagnostic settings write to them. */
export const workspaces: readonly Route[] = [
  {
    method: "GET",
    path: "/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.OperationalInsights/workspaces/:name",
    needs: ["Microsoft.OperationalInsights/workspaces/read"],
    apiVersions: ["2020-08-01", "2022-10-01"],
    answer: ({ world, params }) => {
      const { id: group } = resourceGroup(world, params);
      const id = `${group}/providers/Microsoft.OperationalInsights/workspaces/${params.name}`;
      const found = world.resources.get(id);
      if (found === undefined) throw resourceNotFound(id);
      const digest = createHash("sha256").update(id.toLowerCase()).digest("hex");
      const customerId = digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
      return ok({
        ...found,
        properties: {
          customerId,
          sku: { name: "PerGB2018" },
          retentionInDays: 30,
          publicNetworkAccessForIngestion: "Enabled",
          publicNetworkAccessForQuery: "Enabled",
          workspaceCapping: { dailyQuotaGb: -1 },
          features: { enableLogAccessUsingOnlyResourcePermissions: true },
          ...found.properties,
        },
      });
    },
  },
];
