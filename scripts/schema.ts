import { writeFileSync } from "node:fs";
import { jsonSchema } from "../lib/config/json-schema";

// run from the project's folder, by `npm run schema`
writeFileSync("schema/aks-entra.schema.json", `${JSON.stringify(jsonSchema(), undefined, 2)}\n`);
