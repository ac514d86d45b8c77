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
  TerraformDataSource,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import type { Construct, IConstruct, Node } from "constructs";
import type { StateNeed } from "../access/model";
import { ErrorCode } from "../core/error-codes";
import type { Takeover } from "../access/takeover";
import { checkUuid, isUuid } from "../core/uuid";
import { Problems, ValidationError } from "../core/validation-error";
import {
  PROVIDER_RANGES,
  type ProviderName,
  Registry,
  addressName,
  addressPath,
  applyTakeover,
  isInTree,
  joinAddress,
  setProviderVersion,
  setStackContext,
  stateFacts,
  transparentScope,
} from "../terraform";
import { Guardrails, type GuardrailsProps } from "./guardrails";

/** So are the providers. */
const PROVIDERS = ".providers";
/** Our backend is out of the way of groups and clusters, whose ids are the user's. */
const STATE = ".state";

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
   * The stacks whose emergency access reaches the clusters of this one.
   *
   * @default - all of the app that are about the same tenant
   */
  readonly uses?: readonly TerraformStack[];
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
   * What exists and comes into the state of this stack, or leaves it, without being made or deleted; see
   * `parseTakeover`. An address in it that the stack has not is an error at synth.
   *
   * @default - nothing but groups with an `objectId`
   */
  readonly takeover?: Takeover;
  /**
   * Which guardrails apply to what it declares, and which of their findings may stay. For what is acknowledged on a
   * construct of the stack see `Guardrails.of`.
   *
   * @default - GuardrailProfile.RECOMMENDED, nothing acknowledged
   */
  readonly guardrails?: GuardrailsProps;
  /**
   * Tags on everything that can bear tags.
   *
   * @default - none
   */
  readonly tags?: { readonly [key: string]: string };
}

/**
 * A stack whose Terraform addresses are readable, whose bytes are the same on every machine, and which makes the
 * providers that its constructs need: none that they do not, but azurerm wherever `subscriptionId` is given, because
 * its state may still hold the last cluster that has just left it.
 *
 * An address is made of the construct ids from the stack down, `azuread_group.operators`, so an id is a contract:
 * another id is another resource. Its outputs are `group_ids` and `cluster_ids` (name to id) and one `connect_NAME` a
 * cluster. Signs in with the usual `ARM_*` environment, and registers no resource providers.
 *
 * Every construct of this library works in any other `TerraformStack` as well; then you make the providers.
 */
export class AccessStack extends TerraformStack {
  private readonly addresses = new Registry<TerraformElement>();
  private readonly provided = new Set<ProviderName>();
  private readonly maps = new Map<string, Map<IConstruct, unknown>>();

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
      takeover: props.takeover,
      uses: props.uses,
      provide: (name, subscription) => this.provide(name, subscription),
      publish: (name, value) => void new TerraformOutput(this, name, { value }),
      publishIn: (map, owner, value) => this.publishIn(map, owner, value),
    });
    // a stack that says nothing has an empty model, not that of an earlier synth
    this.guard(props.guardrails ?? {});
    const state = props.state;
    stateFacts(this, () => ({ needs: state ? [stateNeed(this, state)] : [] }));
    if (state) {
      new AzurermBackend(transparentScope(this, STATE), {
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
   *
   * @throws ValidationError STATE_TWICE if there are two of the first two
   */
  public override ensureBackendExists(): TerraformBackend {
    const [given, other] = this.node
      .findAll()
      .filter((c) => TerraformBackend.isBackend(c))
      .filter((c) => TerraformStack.of(c) === this);
    if (other) {
      const message = `the state is wanted in two places, ${given.node.path} and ${other.node.path}; allowed: one backend, from the property state or a construct of your own`;
      throw new ValidationError(this.node.path, [{ code: ErrorCode.STATE_TWICE, property: "state", message }]);
    }
    if (given) return given;
    const back = relative(`${App.of(this).outdir}/stacks/${this.node.id}`, ".").replace(/\\/g, "/");
    return new LocalBackend(transparentScope(this, STATE), { path: `${back}/terraform.${this.node.id}.tfstate` });
  }

  /** With a subscription, azurerm stays declared when the last cluster leaves: Terraform needs it to delete that one. */
  public override prepareStack(): void {
    if (this.props.subscriptionId !== undefined) this.provideOwn("azurerm");
    super.prepareStack();
  }

  /** @throws ValidationError TAKEOVER_ADDRESS if the takeover names what the stack has not */
  public override toTerraform(): unknown {
    if (this.props.takeover) applyTakeover(this, this.props.takeover);
    return super.toTerraform();
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    if (!TerraformElement.isTerraformElement(element)) return joinAddress(addressPath(element, this));
    const id = joinAddress(addressPath(element.node, this));
    const address = `${kindOf(element)}.${id}`;
    const other = this.addresses.find(this, address);
    if (other !== undefined && other !== element) {
      const message = `the Terraform address ${address} is wanted for ${other.node.path} and for ${element.node.path}; allowed: names that stay different when they are joined by underscores`;
      throw new ValidationError(this.node.path, [{ code: ErrorCode.ADDRESS_TAKEN, property: "", message }]);
    }
    this.addresses.take(address, element);
    return id;
  }

  private guard({ profile, acknowledge = [] }: GuardrailsProps): void {
    if (profile !== undefined) Guardrails.of(this).profile(profile);
    for (const { rule, on, ...options } of acknowledge) Guardrails.of(on ?? this).acknowledge(rule, options);
  }

  private provide(name: ProviderName, subscription?: string): TerraformProvider | undefined {
    this.provideOwn(name);
    const own = this.props.subscriptionId?.toLowerCase();
    if (name !== "azurerm" || subscription === undefined || !isUuid(subscription)) return undefined;
    return subscription.toLowerCase() === own ? undefined : this.provideFor(subscription.toLowerCase());
  }

  /** The provider of a subscription that is not the stack's own. */
  private provideFor(subscriptionId: string): TerraformProvider {
    const scope = transparentScope(this, PROVIDERS);
    const existing = scope.node.tryFindChild(subscriptionId) as TerraformProvider | undefined;
    return (
      existing ??
      new AzurermProvider(scope, subscriptionId, {
        alias: `subscription-${subscriptionId}`,
        tenantId: this.props.tenantId,
        subscriptionId,
        features: [{}],
        resourceProviderRegistrations: "none",
      })
    );
  }

  private provideOwn(name: ProviderName): void {
    if (this.provided.has(name)) return;
    this.provided.add(name);
    setProviderVersion(this, name, this.props.providerVersions?.[name] ?? PROVIDER_RANGES[name]);
    if (this.node.findAll().some((c) => isDefaultProvider(c, name) && TerraformStack.of(c) === this)) return;
    const { tenantId, subscriptionId } = this.props;
    const scope = transparentScope(this, PROVIDERS);
    if (name === "azuread") new AzureadProvider(scope, name, { tenantId });
    else
      new AzurermProvider(scope, name, {
        tenantId,
        subscriptionId,
        features: [{}],
        resourceProviderRegistrations: "none",
      });
  }

  private publishIn(map: string, owner: IConstruct, value: unknown): void {
    const existing = this.maps.get(map);
    const entries = existing ?? new Map<IConstruct, unknown>();
    entries.set(owner, value);
    if (existing) return;
    this.maps.set(map, entries);
    const produce = () =>
      Object.fromEntries([...entries].filter(([c]) => isInTree(c)).map(([c, v]) => [addressName(c), v]));
    new TerraformOutput(this, map, { value: Lazy.anyValue({ produce }) });
  }
}

function stateNeed(stack: AccessStack, { resourceGroup, storageAccount, container }: AzureStateOptions): StateNeed {
  return { id: `${stack.node.path}/state`, kind: "state", resourceGroup, storageAccount, container };
}

function isDefaultProvider(construct: IConstruct, name: ProviderName): boolean {
  if (!TerraformProvider.isTerraformProvider(construct)) return false;
  return construct.terraformResourceType === name && construct.alias === undefined;
}

function kindOf(element: TerraformElement): string {
  if (TerraformResource.isTerraformResource(element)) return element.terraformResourceType;
  if (TerraformDataSource.isTerraformDataSource(element)) return `data.${element.terraformResourceType}`;
  if (TerraformOutput.isTerraformOutput(element)) return "output";
  return element.node.path;
}
