/** Any JSON object. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- Terraform JSON has no type
export type Json = Record<string, any>;

/**
 * Terraform's own override file for a stack whose state would be in Azure: a local file beside `cdktf.json` instead,
 * also where other stacks' outputs are read. Undefined if there is nothing to replace.
 */
export function localBackend(stack: string, terraform: Json): Json | undefined {
  const remote = Object.entries<Json>(terraform.data?.terraform_remote_state ?? {}).filter(
    ([, { backend }]) => backend !== "local",
  );
  const backends = Object.keys(terraform.terraform?.backend ?? {});
  if (remote.length === 0 && backends.every((backend) => backend === "local")) return undefined;
  return {
    terraform: { backend: { local: { path: stateOf(stack) } } },
    ...(remote.length > 0 && {
      data: {
        terraform_remote_state: Object.fromEntries(
          remote.map(([name]) => [
            name,
            { backend: "local", config: { path: stateOf(name.replace(/^cross-stack-reference-input-/, "")) } },
          ]),
        ),
      },
    }),
  };
}

function stateOf(stack: string): string {
  return `../../../terraform.${stack}.tfstate`;
}
