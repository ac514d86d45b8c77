import { relative } from "node:path";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import {
  App,
  AzurermBackend,
  Lazy,
  LocalBackend,
  TerraformBackend,
  TerraformElement,
  TerraformOutput,
  TerraformResource,
  TerraformDataSource,
  TerraformStack,
} from "cdktf";
import type { Construct, Node } from "constructs";
import { ErrorCode } from "../core/error-codes";
import { checkUuid } from "../core/uuid";
import { Problems, ValidationError } from "../core/validation-error";
import { PROVIDER_RANGES, type ProviderName, addressPath, joinAddress, setStackContext } from "../terraform";

/** State in an Azure storage account; signs in with Entra, not with an account key. */
export interface AzureStateOptions {
  /** The resource group of the storage account. */
  readonly resourceGroup: string;
  /** The storage account. */
  readonly storageAccount: string;
  /** The container in it. */
  readonly container: string;
  /** The name of the state file in it. */
  readonly key: string;
}

/** Exact versions of the providers, in place of ranges. */
export interface ProviderVersions {
  /** @default ">= 3.9.0, < 4.0.0" */
  readonly azuread?: string;
  /** @default ">= 4.55.0, < 5.0.0" */
  readonly azurerm?: string;
}

/** What a stack is made from. */
export interface AccessStackProps {
  /**
   * The tenant.
   *
   * @default - that of whoever runs Terraform
   */
  readonly tenantId?: string;
  /**
   * The subscription of its clusters.
   *
   * @default - that of whoever runs Terraform
   */
  readonly subscriptionId?: string;
  /**
   * Where the state is.
   *
   * @default - a file beside `cdktf.json`
   */
  readonly state?: AzureStateOptions;
  /**
   * Versions of the providers.
   *
   * @default - ranges: azuread from 3.9.0, azurerm from 4.55.0, below the next major version
   */
  readonly providerVersions?: ProviderVersions;
  /**
   * Tags on everything that can bear tags.
   *
   * @default - none
   */
  readonly tags?: { readonly [key: string]: string };
}

/**
 * A stack whose Terraform addresses are readable, whose bytes are the same on every machine, and which makes the
 * providers that its constructs need: none that they do not.
 *
 * An address is made of the construct ids from the stack down, `azuread_group.operators`, so an id is a contract:
 * another id is another resource. Its outputs are `group_ids` and `cluster_ids` (name to id) and one `connect_NAME` a
 * cluster. Signs in with the usual `ARM_*` environment, and registers no resource providers.
 *
 * Every construct of this library works in any other `TerraformStack` as well; then you make the providers.
 */
export class AccessStack extends TerraformStack {
  private readonly taken = new Map<string, string>();
  private readonly maps = new Map<string, Map<string, unknown>>();

  /** @throws ValidationError ID_NOT_A_UUID, ADDRESS_TAKEN */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AccessStackProps = {},
  ) {
    super(scope, id);
    const problems = Problems.none();
    if (props.tenantId !== undefined) checkUuid(problems, "tenantId", props.tenantId, "the id of a tenant");
    if (props.subscriptionId !== undefined)
      checkUuid(problems, "subscriptionId", props.subscriptionId, "the id of a subscription");
    problems.throwIfAny(this.node.path);

    setStackContext(this, {
      tenantId: props.tenantId,
      subscriptionId: props.subscriptionId,
      tags: props.tags,
      provide: (name) => this.provide(name),
      publish: (name, value) => void new TerraformOutput(this, name, { value }),
      publishIn: (map, key, value) => this.publishIn(map, key, value),
    });
    const state = props.state;
    if (state) {
      new AzurermBackend(this, {
        resourceGroupName: state.resourceGroup,
        storageAccountName: state.storageAccount,
        containerName: state.container,
        key: state.key,
        useAzureadAuth: true,
      });
    }
  }

  /**
   * The backend: that of the props, or somebody's, or a file beside `cdktf.json`.
   *
   * CDKTF's own default has the absolute path of this machine in it; this one is the same file by a path from where
   * Terraform runs.
   */
  public override ensureBackendExists(): TerraformBackend {
    const given = this.node.findAll().find((c) => TerraformBackend.isBackend(c));
    if (given) return given as TerraformBackend;
    const back = relative(`${App.of(this).outdir}/stacks/${this.node.id}`, ".").replace(/\\/g, "/");
    return new LocalBackend(this, { path: `${back}/terraform.${this.node.id}.tfstate` });
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    if (!TerraformElement.isTerraformElement(element)) return super.allocateLogicalId(element);
    const id = joinAddress(addressPath(element, this));
    const address = `${kindOf(element)}.${id}`;
    const other = this.taken.get(address);
    if (other !== undefined && other !== element.node.path) {
      const message = `the Terraform address ${address} is wanted for ${other} and for ${element.node.path}; allowed: names that stay different when they are joined by underscores`;
      throw new ValidationError(this.node.path, [{ code: ErrorCode.ADDRESS_TAKEN, property: "", message }]);
    }
    this.taken.set(address, element.node.path);
    return id;
  }

  private provide(name: ProviderName): void {
    if (this.node.tryFindChild(name)) return;
    const { tenantId, subscriptionId } = this.props;
    if (name === "azuread") new AzureadProvider(this, name, { tenantId });
    else
      new AzurermProvider(this, name, {
        tenantId,
        subscriptionId,
        features: [{}],
        resourceProviderRegistrations: "none",
      });
    this.addOverride(
      `terraform.required_providers.${name}.version`,
      this.props.providerVersions?.[name] ?? PROVIDER_RANGES[name],
    );
  }

  private publishIn(map: string, key: string, value: unknown): void {
    const existing = this.maps.get(map);
    const entries = existing ?? new Map<string, unknown>();
    entries.set(key, value);
    if (existing) return;
    this.maps.set(map, entries);
    new TerraformOutput(this, map, { value: Lazy.anyValue({ produce: () => Object.fromEntries(entries) }) });
  }
}

function kindOf(element: TerraformElement): string {
  if (TerraformResource.isTerraformResource(element)) return element.terraformResourceType;
  if (TerraformDataSource.isTerraformDataSource(element)) return `data.${element.terraformResourceType}`;
  return element.node.path;
}
