import { writeFileSync } from "node:fs";

// loaded before a measured program, with node --require: at its end, how much memory it took at most, in kB
process.on("exit", () => {
  const file = process.env.BENCH_PEAK_MEMORY;
  if (file) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
