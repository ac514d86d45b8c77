import { writeFileSync } from "node:fs";
import { rulesPage } from "./rules-text";

// run from the project's folder, by `npm run rules`
writeFileSync("docs/rules.md", rulesPage());
