import { type Json } from "../run/local-backend";
import { PAGED, page } from "../stand-in/pages";
import { type Route, created, ok } from "../stand-in/route";
import { badRequest, conflict } from "../stand-in/service-error";
import { removeWithChildren } from "./children";
import { filled, knownFields } from "./fields";
import { isSubscription, resourceGroup, resourceGroupId, subscriptionNotFound } from "./resource-ids";

const PATH = "/subscriptions/:subscription/resourceGroups/:group";
const VERSIONS = ["2023-07-01"];
const NAME = /^[-\w._()]{1,89}[-\w_()]$|^[-\w_()]$/;
const GROUPS = "Microsoft.Resources/subscriptions/resourceGroups";

/** Resource groups. Deleting one deletes what is in it. */
export const resourceGroups: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    needs: [`${GROUPS}/read`],
    apiVersions: VERSIONS,
    answer: ({ world, params }) => ok(resourceGroup(world, params)),
  },
  {
    method: "PUT",
    path: PATH,
    needs: [`${GROUPS}/write`],
    apiVersions: VERSIONS,
    answer: (call) => {
      const { world, params, body } = call;
      knownFields(call, "a resource group", body, ["location", "tags", "managedBy"]);
      if (!isSubscription(world, params.subscription)) throw subscriptionNotFound(params.subscription);
      if (!NAME.test(params.group))
        throw badRequest("InvalidResourceGroup", `'${params.group}' is no name of a group.`);
      if (!body?.location) throw badRequest("LocationRequired", "The location property is required.");
      const id = resourceGroupId(params);
      const old = world.resources.get(id);
      const location = place(body.location);
      if (old !== undefined && old.location !== location) {
        throw conflict(
          "InvalidResourceGroupLocation",
          `The resource group '${params.group}' already exists in location '${String(old.location)}'.`,
        );
      }
      const made = world.resources.put({
        id: old?.id ?? id,
        name: old?.name ?? params.group,
        type: "Microsoft.Resources/resourceGroups",
        location,
        ...(body.tags && { tags: body.tags }),
        ...(body.managedBy && { managedBy: body.managedBy }),
        properties: { provisioningState: "Succeeded" },
      });
      return old === undefined ? created(made) : ok(made);
    },
  },
  {
    method: "PATCH",
    path: PATH,
    needs: [`${GROUPS}/write`],
    apiVersions: VERSIONS,
    answer: (call) => {
      knownFields(call, "the change of a resource group", call.body as Json, ["managedBy", "tags"]);
      const { world, params, body } = call;
      return ok(world.resources.put({ ...resourceGroup(world, params), ...filled(body as Json) }));
    },
  },
  {
    method: "DELETE",
    path: PATH,
    needs: [`${GROUPS}/delete`],
    apiVersions: VERSIONS,
    answer: ({ world, params }) => {
      removeWithChildren(world, resourceGroup(world, params).id);
      return { status: 202 };
    },
  },
  {
    method: "GET",
    path: `${PATH}/resources`,
    needs: [`${GROUPS}/resources/read`],
    options: ["$expand", "$top", ...PAGED],
    apiVersions: VERSIONS,
    answer: (call) => {
      const { world, params } = call;
      const { id } = resourceGroup(world, params);
      const value = world.resources
        .below(id)
        .filter((r) => /^\/providers\/[^/]+\/[^/]+\/[^/]+$/i.test(r.id.slice(id.length)))
        .map(({ id, name, type, location, tags }) => ({ id, name, type, location, tags }));
      return ok(page(call, value));
    },
  },
];

/** `West Europe` and `westeurope` are the same place. */
export function place(location: unknown): string {
  return String(location).toLowerCase().replace(/\s/g, "");
}
