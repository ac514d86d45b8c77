# What config/article.yaml says, as somebody writes it without the library: the same resources, by the same settings.
terraform {
  required_version = ">= 1.7"
  required_providers {
    azuread = { source = "hashicorp/azuread", version = ">= 3.9.0, < 4.0.0" }
    azurerm = { source = "hashicorp/azurerm", version = ">= 4.55.0, < 5.0.0" }
  }
}

provider "azuread" {
  tenant_id = "22222222-2222-2222-2222-222222222222"
}

provider "azurerm" {
  tenant_id                       = "22222222-2222-2222-2222-222222222222"
  subscription_id                 = "00000000-0000-0000-0000-000000000000"
  resource_provider_registrations = "none"
  features {}
}

locals {
  aks_server = "6dae42f8-4368-4678-94ff-3960e28e3630"
  emergency  = ["33333333-3333-4333-8333-333333333334", "33333333-3333-4333-8333-333333333335"]
  roles      = "/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Authorization/roleDefinitions"
}

data "azuread_user" "alice" { user_principal_name = "alice@contoso.com" }
data "azuread_user" "bob" { user_principal_name = "bob@contoso.com" }
data "azuread_user" "carol" { user_principal_name = "carol@contoso.com" }
data "azuread_user" "dave" { user_principal_name = "dave@contoso.com" }

data "azuread_service_principals" "aks_server" {
  client_ids     = [local.aks_server]
  ignore_missing = true
}

resource "azuread_group" "operators" {
  display_name            = "aks-operators"
  description             = "People who may activate access to myManagedCluster"
  security_enabled        = true
  assignable_to_role      = true
  prevent_duplicate_names = true
  owners                  = [data.azuread_user.dave.object_id]
  members                 = [data.azuread_user.alice.object_id, data.azuread_user.bob.object_id]
}

resource "azuread_group_without_members" "admins" {
  display_name            = "myJITGroup"
  description             = "Just-in-time administrators of myManagedCluster"
  security_enabled        = true
  assignable_to_role      = true
  prevent_duplicate_names = true
  owners                  = [data.azuread_user.dave.object_id]
}

resource "azuread_group_without_members" "readers" {
  display_name            = "payments-readers"
  description             = "Just-in-time readers of the namespace payments"
  security_enabled        = true
  prevent_duplicate_names = true
  owners                  = [data.azuread_user.dave.object_id]
}

locals {
  just_in_time = {
    admins  = { group = azuread_group_without_members.admins.object_id, maximum = "PT4H" }
    readers = { group = azuread_group_without_members.readers.object_id, maximum = "PT8H" }
  }
}

resource "azuread_group_role_management_policy" "member" {
  for_each = local.just_in_time
  group_id = each.value.group
  role_id  = "member"
  activation_rules {
    maximum_duration                   = each.value.maximum
    require_approval                   = false
    require_justification              = true
    require_multifactor_authentication = true
    require_ticket_info                = false
  }
  active_assignment_rules {
    expiration_required                = true
    expire_after                       = "P15D"
    require_justification              = true
    require_multifactor_authentication = false
  }
  eligible_assignment_rules {
    expiration_required = true
    expire_after        = "P365D"
  }
}

resource "azuread_group_role_management_policy" "owner" {
  for_each   = local.just_in_time
  depends_on = [azuread_group_role_management_policy.member]
  group_id   = each.value.group
  role_id    = "owner"
  activation_rules {
    maximum_duration                   = "PT1H"
    require_approval                   = false
    require_justification              = true
    require_multifactor_authentication = true
    require_ticket_info                = false
  }
  active_assignment_rules {
    expiration_required                = true
    expire_after                       = "P15D"
    require_justification              = true
    require_multifactor_authentication = false
  }
  eligible_assignment_rules {
    expiration_required = true
    expire_after        = "P365D"
  }
}

resource "azuread_privileged_access_group_eligibility_schedule" "operators" {
  for_each        = { admins = "On-call rota", readers = "Support of payments" }
  depends_on      = [azuread_group_role_management_policy.member]
  group_id        = local.just_in_time[each.key].group
  principal_id    = azuread_group.operators.object_id
  assignment_type = "member"
  duration        = "P180D"
  justification   = each.value
}

resource "azuread_privileged_access_group_assignment_schedule" "carol" {
  depends_on      = [azuread_group_role_management_policy.member]
  group_id        = azuread_group_without_members.admins.object_id
  principal_id    = data.azuread_user.carol.object_id
  assignment_type = "member"
  duration        = "PT8H"
  justification   = "First roll-out"
  ticket_system   = "ServiceNow"
  ticket_number   = "CHG0012345"
}

resource "azuread_conditional_access_policy" "aks" {
  display_name = "aks-policy"
  state        = "enabled"
  conditions {
    client_app_types = ["all"]
    applications {
      included_applications = data.azuread_service_principals.aks_server.client_ids
    }
    users {
      excluded_users = local.emergency
      included_groups = [
        azuread_group.operators.object_id,
        azuread_group_without_members.admins.object_id,
        azuread_group_without_members.readers.object_id,
      ]
    }
  }
  grant_controls {
    operator          = "AND"
    built_in_controls = ["compliantDevice"]
  }
}

resource "azurerm_resource_group" "aks" {
  name     = "myResourceGroup"
  location = "westeurope"
}

resource "azurerm_kubernetes_cluster" "aks" {
  name                      = "myManagedCluster"
  location                  = azurerm_resource_group.aks.location
  resource_group_name       = azurerm_resource_group.aks.name
  dns_prefix                = "myManagedCluster"
  sku_tier                  = "Free"
  local_account_disabled    = true
  run_command_enabled       = false
  private_cluster_enabled   = false
  oidc_issuer_enabled       = true
  workload_identity_enabled = false
  azure_active_directory_role_based_access_control {
    tenant_id              = "22222222-2222-2222-2222-222222222222"
    azure_rbac_enabled     = true
    admin_group_object_ids = [azuread_group_without_members.admins.object_id]
  }
  default_node_pool {
    name                        = "system"
    vm_size                     = "Standard_D4s_v5"
    node_count                  = 3
    auto_scaling_enabled        = false
    temporary_name_for_rotation = "systemtmp"
    upgrade_settings {
      max_surge = "10%"
    }
  }
  identity {
    type = "SystemAssigned"
  }
  linux_profile {
    admin_username = "azureuser"
    ssh_key {
      key_data = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC4vF5aNXB1vy1yvp0tbc6XD/+jQM+eQHLsp3F8tF2rmf142OoT7KghN0DHnVj/zwQiiG6OtNniL49w7Y4khu9Bz1dGT2+tTw8ZCn6QWSJUJiBKlu4fR09QMqS8Wn3obzmmP641q7yH3AWH2AtNloCF7QKiTuuhRKRwWbCd++0sc6EojzOujAYpJOsE8Uu84ip9sE/58NLs3ZtCdiGt8G+qNBZv3iT5XdBD67TZoyvXdIn02IgweeuCumXW1kVW/0J9UfqYE0BKDVC5u6MKAFjFQQMBSYUrGIOtqcj6aepgVcewHK3aRPt7sC3mFaxGHfU0B9h6TXXZOYWWY2n0aIIAboPPvuHMXdJkXPsl9YtTUK4WChB2Nmv0g10EaaIm/itpvYwUizJbe44qRpdOJOLRuF52vaXZFYKQGCY8w47bWcYJmhqvMz7AB0pPH4w4RPATAyJvbSGN4qvJKH473wGq1UJ+5MlmshWHwDR8OLPw8jFDXZ9vgb+bWOfRfZ5BOLk= aks-nodes"
    }
  }
  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
  }
}

resource "azurerm_role_assignment" "cluster_user" {
  for_each = {
    operators = azuread_group.operators.object_id
    admins    = azuread_group_without_members.admins.object_id
    readers   = azuread_group_without_members.readers.object_id
  }
  scope              = azurerm_kubernetes_cluster.aks.id
  role_definition_id = "${local.roles}/4abbcc35-e782-43d8-92c5-2d3f1bd2253f"
  principal_id       = each.value
  principal_type     = "Group"
}

resource "azurerm_role_assignment" "reader" {
  scope              = "${azurerm_kubernetes_cluster.aks.id}/namespaces/payments"
  role_definition_id = "${local.roles}/7f6c6a51-bcf8-42ba-9220-52d62157d7db"
  principal_id       = azuread_group_without_members.readers.object_id
  principal_type     = "Group"
}
