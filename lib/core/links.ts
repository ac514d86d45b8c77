/** Where people activate membership of a group: My roles, Groups. */
export const ACTIVATION_URL =
  "https://entra.microsoft.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup";
