import { readFileSync, writeFileSync } from "node:fs";
import { articleSnippet, withArticle } from "./readme-text";

// run from the project's folder, by `npm run readme`
const article = readFileSync("__tests__/examples/article.ts", "utf8");
writeFileSync("README.md", withArticle(readFileSync("README.md", "utf8"), articleSnippet(article)));
