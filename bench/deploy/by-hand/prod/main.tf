# What config/platform/prod.yaml says, as somebody writes it without the library.
terraform {
  required_version = ">= 1.7"
  required_providers {
    azurerm = { source = "hashicorp/azurerm", version = ">= 4.55.0, < 5.0.0" }
  }
}

provider "azurerm" {
  tenant_id                       = "22222222-2222-2222-2222-222222222222"
  subscription_id                 = "00000000-0000-0000-0000-000000000000"
  resource_provider_registrations = "none"
  features {}
}

provider "azurerm" {
  alias                           = "legacy"
  tenant_id                       = "22222222-2222-2222-2222-222222222222"
  subscription_id                 = "11111111-1111-1111-1111-111111111111"
  resource_provider_registrations = "none"
  features {}
}

data "terraform_remote_state" "identity" {
  backend = "local"
  config  = { path = "../identity/terraform.tfstate" }
}

locals {
  tags   = { environment = "production", owner = "platform" }
  groups = data.terraform_remote_state.identity.outputs.group_ids
  sre    = "44444444-4444-4444-8444-444444444401"
  devs   = "44444444-4444-4444-8444-444444444402"
  audits = "44444444-4444-4444-8444-444444444444"

  cluster_user  = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f"
  reader        = "7f6c6a51-bcf8-42ba-9220-52d62157d7db"
  writer        = "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb"
  cluster_admin = "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b"

  baseline = {
    "admins"            = { role = local.cluster_admin, at = "", to = local.groups.admins }
    "emergency"         = { role = local.cluster_admin, at = "", to = local.groups.emergency }
    "auditors"          = { role = local.reader, at = "", to = local.audits }
    "user of admins"    = { role = local.cluster_user, at = "", to = local.groups.admins }
    "user of emergency" = { role = local.cluster_user, at = "", to = local.groups.emergency }
    "user of auditors"  = { role = local.cluster_user, at = "", to = local.audits }
    "user of sre"       = { role = local.cluster_user, at = "", to = local.sre }
    "user of devs"      = { role = local.cluster_user, at = "", to = local.devs }
  }
  payments = {
    "payments writers" = { role = local.writer, at = "/namespaces/payments", to = local.groups.writers }
    "payments readers" = { role = local.reader, at = "/namespaces/payments", to = local.devs }
    "checkout writers" = { role = local.writer, at = "/namespaces/checkout", to = local.groups.writers }
    "user of writers"  = { role = local.cluster_user, at = "", to = local.groups.writers }
  }
  legacy = {
    "payments readers" = { role = local.reader, at = "/namespaces/payments", to = local.devs }
    "audit writers"    = { role = local.writer, at = "/namespaces/audit", to = local.audits }
  }
  roles = "providers/Microsoft.Authorization/roleDefinitions"
}

resource "azurerm_resource_group" "prod_weu" {
  name     = "prod-weu"
  location = "westeurope"
  tags     = local.tags
}

resource "azurerm_kubernetes_cluster" "prod_weu" {
  name                      = "prod-weu"
  location                  = azurerm_resource_group.prod_weu.location
  resource_group_name       = azurerm_resource_group.prod_weu.name
  dns_prefix                = "prod-weu"
  sku_tier                  = "Standard"
  tags                      = local.tags
  local_account_disabled    = true
  run_command_enabled       = false
  private_cluster_enabled   = false
  oidc_issuer_enabled       = true
  workload_identity_enabled = false
  api_server_access_profile {
    authorized_ip_ranges = ["203.0.113.0/24"]
  }
  azure_active_directory_role_based_access_control {
    tenant_id              = "22222222-2222-2222-2222-222222222222"
    azure_rbac_enabled     = true
    admin_group_object_ids = []
  }
  default_node_pool {
    name                        = "system"
    vm_size                     = "Standard_D4s_v5"
    auto_scaling_enabled        = true
    min_count                   = 3
    max_count                   = 10
    zones                       = ["1", "2", "3"]
    temporary_name_for_rotation = "systemtmp"
    upgrade_settings {
      max_surge = "10%"
    }
  }
  identity {
    type = "SystemAssigned"
  }
  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
  }
}

resource "azurerm_monitor_diagnostic_setting" "audit_logs" {
  name                       = "audit-logs"
  target_resource_id         = azurerm_kubernetes_cluster.prod_weu.id
  log_analytics_workspace_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central"
  enabled_log {
    category = "kube-audit-admin"
  }
  enabled_log {
    category = "guard"
  }
}

resource "azurerm_role_assignment" "prod_weu" {
  for_each           = merge(local.baseline, local.payments)
  scope              = "${azurerm_kubernetes_cluster.prod_weu.id}${each.value.at}"
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000000/${local.roles}/${each.value.role}"
  principal_id       = each.value.to
  principal_type     = "Group"
}

resource "azurerm_role_assignment" "prod_neu" {
  for_each           = merge(local.baseline, local.payments)
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/prod-neu/providers/Microsoft.ContainerService/managedClusters/prod-neu${each.value.at}"
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000000/${local.roles}/${each.value.role}"
  principal_id       = each.value.to
  principal_type     = "Group"
}

resource "azurerm_role_assignment" "legacy" {
  provider           = azurerm.legacy
  for_each           = merge(local.baseline, local.legacy)
  scope              = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/legacy/providers/Microsoft.ContainerService/managedClusters/old${each.value.at}"
  role_definition_id = "/subscriptions/11111111-1111-1111-1111-111111111111/${local.roles}/${each.value.role}"
  principal_id       = each.value.to
  principal_type     = "Group"
}
