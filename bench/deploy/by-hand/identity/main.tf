# What config/platform/identity.yaml says, as somebody writes it without the library.
terraform {
  required_version = ">= 1.7"
  required_providers {
    azuread = { source = "hashicorp/azuread", version = ">= 3.9.0, < 4.0.0" }
  }
}

provider "azuread" {
  tenant_id = "22222222-2222-2222-2222-222222222222"
}

locals {
  aks_server    = "6dae42f8-4368-4678-94ff-3960e28e3630"
  emergency     = ["33333333-3333-4333-8333-333333333334", "33333333-3333-4333-8333-333333333335"]
  pipeline      = "99999999-9999-4999-8999-999999999999"
  sre           = "44444444-4444-4444-8444-444444444401"
  payments_devs = "44444444-4444-4444-8444-444444444402"
  auditors      = "44444444-4444-4444-8444-444444444444"
}

data "azuread_user" "alice" { user_principal_name = "alice@contoso.com" }
data "azuread_user" "dave" { user_principal_name = "dave@contoso.com" }
data "azuread_user" "erin" { user_principal_name = "erin@contoso.com" }

data "azuread_service_principals" "aks_server" {
  client_ids     = [local.aks_server]
  ignore_missing = true
}

resource "azuread_group" "emergency" {
  display_name            = "aks-emergency"
  security_enabled        = true
  assignable_to_role      = true
  prevent_duplicate_names = true
  owners                  = [local.pipeline]
  members                 = local.emergency
}

resource "azuread_group" "approvers" {
  display_name            = "aks-approvers"
  security_enabled        = true
  assignable_to_role      = true
  prevent_duplicate_names = true
  owners                  = [local.pipeline]
  members                 = [data.azuread_user.dave.object_id, data.azuread_user.erin.object_id]
}

resource "azuread_group_without_members" "admins" {
  display_name            = "aks-admins"
  security_enabled        = true
  assignable_to_role      = true
  prevent_duplicate_names = true
  owners                  = [local.pipeline]
}

resource "azuread_group_without_members" "writers" {
  display_name            = "payments-writers"
  security_enabled        = true
  prevent_duplicate_names = true
  owners                  = [local.pipeline]
}

locals {
  just_in_time = {
    admins = {
      group     = azuread_group_without_members.admins.object_id, maximum = "PT2H", ticket = true,
      approvers = [azuread_group.approvers.object_id], alerts = ["secops@contoso.com"], eligibility_ends = true
    }
    writers = {
      group     = azuread_group_without_members.writers.object_id, maximum = "PT8H", ticket = false,
      approvers = [], alerts = [], eligibility_ends = false
    }
  }
}

resource "azuread_group_role_management_policy" "member" {
  for_each = local.just_in_time
  group_id = each.value.group
  role_id  = "member"
  activation_rules {
    maximum_duration                   = each.value.maximum
    require_approval                   = length(each.value.approvers) > 0
    require_justification              = true
    require_multifactor_authentication = true
    require_ticket_info                = each.value.ticket
    dynamic "approval_stage" {
      for_each = each.value.approvers
      content {
        primary_approver {
          type      = "groupMembers"
          object_id = approval_stage.value
        }
      }
    }
  }
  active_assignment_rules {
    expiration_required                = true
    expire_after                       = "P15D"
    require_justification              = true
    require_multifactor_authentication = false
  }
  eligible_assignment_rules {
    expiration_required = each.value.eligibility_ends
    expire_after        = "P365D"
  }
  notification_rules {
    active_assignments {
      admin_notifications {
        notification_level    = "All"
        default_recipients    = true
        additional_recipients = each.value.alerts
      }
    }
    eligible_activations {
      admin_notifications {
        notification_level    = "All"
        default_recipients    = true
        additional_recipients = each.value.alerts
      }
    }
    eligible_assignments {
      admin_notifications {
        notification_level    = "All"
        default_recipients    = true
        additional_recipients = each.value.alerts
      }
    }
  }
}

resource "azuread_group_role_management_policy" "owner" {
  for_each   = local.just_in_time
  depends_on = [azuread_group_role_management_policy.member]
  group_id   = each.value.group
  role_id    = "owner"
  activation_rules {
    maximum_duration                   = "PT1H"
    require_approval                   = length(each.value.approvers) > 0
    require_justification              = true
    require_multifactor_authentication = true
    require_ticket_info                = false
    dynamic "approval_stage" {
      for_each = each.value.approvers
      content {
        primary_approver {
          type      = "groupMembers"
          object_id = approval_stage.value
        }
      }
    }
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

resource "azuread_privileged_access_group_eligibility_schedule" "sre" {
  depends_on      = [azuread_group_role_management_policy.member]
  group_id        = azuread_group_without_members.admins.object_id
  principal_id    = local.sre
  assignment_type = "member"
  expiration_date = "2027-06-30T23:59:59Z"
  justification   = "SRE rota"
}

resource "azuread_privileged_access_group_eligibility_schedule" "payments_devs" {
  depends_on           = [azuread_group_role_management_policy.member]
  group_id             = azuread_group_without_members.writers.object_id
  principal_id         = local.payments_devs
  assignment_type      = "member"
  permanent_assignment = true
  justification        = "Reviewed every quarter"
}

resource "azuread_privileged_access_group_eligibility_schedule" "alice" {
  depends_on      = [azuread_group_role_management_policy.member]
  group_id        = azuread_group_without_members.writers.object_id
  principal_id    = data.azuread_user.alice.object_id
  assignment_type = "member"
  duration        = "P21D"
  justification   = "Migration"
  ticket_system   = "ServiceNow"
  ticket_number   = "REQ0042"
}

locals {
  people = [
    local.sre,
    local.payments_devs,
    azuread_group_without_members.admins.object_id,
    azuread_group_without_members.writers.object_id,
  ]
}

resource "azuread_conditional_access_policy" "compliant_device" {
  display_name = "aks-compliant-device"
  state        = "enabled"
  conditions {
    client_app_types = ["all"]
    applications {
      included_applications = data.azuread_service_principals.aks_server.client_ids
    }
    users {
      excluded_users  = local.emergency
      included_groups = local.people
    }
  }
  grant_controls {
    operator          = "AND"
    built_in_controls = ["mfa", "compliantDevice"]
  }
  session_controls {
    sign_in_frequency                     = 4
    sign_in_frequency_period              = "hours"
    sign_in_frequency_interval            = "timeBased"
    sign_in_frequency_authentication_type = "primaryAndSecondaryAuthentication"
  }
}

resource "azuread_conditional_access_policy" "block_device_code" {
  display_name = "aks-compliant-device: block device code"
  state        = "enabled"
  conditions {
    client_app_types                     = ["all"]
    authentication_flow_transfer_methods = ["deviceCodeFlow"]
    applications {
      included_applications = data.azuread_service_principals.aks_server.client_ids
    }
    users {
      excluded_users  = local.emergency
      included_groups = local.people
    }
  }
  grant_controls {
    operator          = "AND"
    built_in_controls = ["block"]
  }
}

resource "azuread_conditional_access_policy" "auditors" {
  display_name = "aks-auditors-mfa"
  state        = "enabledForReportingButNotEnforced"
  conditions {
    client_app_types = ["all"]
    applications {
      included_applications = data.azuread_service_principals.aks_server.client_ids
    }
    users {
      excluded_users  = local.emergency
      included_groups = [local.auditors]
    }
  }
  grant_controls {
    operator          = "OR"
    built_in_controls = ["mfa", "compliantDevice"]
  }
}

output "group_ids" {
  value = {
    emergency = azuread_group.emergency.object_id
    admins    = azuread_group_without_members.admins.object_id
    writers   = azuread_group_without_members.writers.object_id
  }
}
