import { missingTools } from "../../sandbox/run/tools";

/** Looks once, for all test files, whether this machine can deploy; each test that cannot run says why. */
export default async function lookForTools(): Promise<void> {
  const missing = await missingTools();
  if (missing !== undefined) process.env.AKS_ENTRA_E2E_MISSING = missing.what;
  else delete process.env.AKS_ENTRA_E2E_MISSING;
}
