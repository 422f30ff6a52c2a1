/** Who holds a key: the one run that every request with this key means. */
export interface Claim {
  instanceId: string;
  /** Random, made for each claim anew: it tells one claim from any other. */
  nonce: string;
  bodyHash: string;
  createdAt: string;
  /** The version that was read. A claim is replaced only while this is still its version. */
  etag: string;
}

export type NewClaim = Omit<Claim, 'etag'>;
