/** An identity of Entra that has a place in this workspace. Its own name for itself, everywhere, is its application id. */
export interface ServicePrincipal {
  id: string;
  applicationId: string;
  displayName: string;
  active: boolean;
  entitlements: string[];
}
