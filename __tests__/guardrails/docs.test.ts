import { readFileSync } from "node:fs";
import { catalogue, explanations } from "../../lib/guardrails";
import { rulesPage } from "../../scripts/rules-text";

const page = readFileSync("docs/rules.md", "utf8");

test("docs/rules.md is what the catalogue says; if not, npm run rules", () => {
  expect(page).toBe(rulesPage());
});

test("it has a section for every id that is printed, and a row that leads to each rule", () => {
  const headings = [...page.matchAll(/^### (.*)$/gm)].map((m) => m[1]);
  expect(headings).toEqual(explanations.map((r) => `${r.id}: ${r.title}`));
  const anchors = [...page.matchAll(/\]\(#([^)]*)\)/g)].map((m) => m[1]);
  const made = headings.map((h) =>
    h
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, "")
      .replace(/ /g, "-"),
  );
  expect(anchors).toEqual(made.slice(0, catalogue.length));
});
