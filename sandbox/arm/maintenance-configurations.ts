import { type Json } from "../run/local-backend";
import { PAGED, page } from "../stand-in/pages";
import { type Route, created, noContent, ok } from "../stand-in/route";
import { notFound } from "../stand-in/service-error";
import { wrong } from "./agent-pool-rules";
import { knownFields } from "./fields";
import { AKS_VERSIONS, CLUSTERS, CLUSTER_PATH, clusterOf } from "./managed-clusters";

const PATH = `${CLUSTER_PATH}/maintenanceConfigurations`;
const NAMES = ["default", "aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule"];

/** When AKS may work on a cluster. */
export const maintenanceConfigurations: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    needs: [`${CLUSTERS}/maintenanceConfigurations/read`],
    options: PAGED,
    apiVersions: AKS_VERSIONS,
    answer: (call) => ok(page(call, call.world.resources.below(`${clusterOf(call).id}/maintenanceConfigurations`))),
  },
  {
    method: "GET",
    path: `${PATH}/:name`,
    needs: [`${CLUSTERS}/maintenanceConfigurations/read`],
    apiVersions: AKS_VERSIONS,
    answer: (call) => {
      const found = call.world.resources.get(`${clusterOf(call).id}/maintenanceConfigurations/${call.params.name}`);
      if (found === undefined) throw notFound("NotFound", `There is no configuration '${call.params.name}'.`);
      return ok(found);
    },
  },
  {
    method: "PUT",
    path: `${PATH}/:name`,
    needs: [`${CLUSTERS}/maintenanceConfigurations/write`],
    apiVersions: AKS_VERSIONS,
    answer: (call) => {
      const id = `${clusterOf(call).id}/maintenanceConfigurations/${call.params.name}`;
      const properties = (call.body?.properties ?? {}) as Json;
      knownFields(call, "a maintenance configuration", properties, [
        "maintenanceWindow",
        "notAllowedTime",
        "timeInWeek",
      ]);
      if (!NAMES.includes(call.params.name)) throw wrong("configName", `it is one of ${NAMES.join(", ")}`);
      const answer = call.world.resources.get(id) === undefined ? created : ok;
      const type = `${CLUSTERS}/maintenanceConfigurations`;
      return answer(call.world.resources.put({ id, name: call.params.name, type, properties }));
    },
  },
  {
    method: "DELETE",
    path: `${PATH}/:name`,
    needs: [`${CLUSTERS}/maintenanceConfigurations/delete`],
    apiVersions: AKS_VERSIONS,
    answer: (call) => {
      const id = `${clusterOf(call).id}/maintenanceConfigurations/${call.params.name}`;
      return call.world.resources.remove(id) ? ok(undefined) : noContent();
    },
  },
];
