/** Where notifications are posted to. Nothing of it but the name is ever shown again. */
export interface Destination {
  readonly id: string;
  displayName: string;
  url: string;
  username: string | undefined;
  password: string | undefined;
}
