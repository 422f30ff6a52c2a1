const MASK = (1n << 64n) - 1n;

/** Mints ids that look like those of Databricks. The same seed gives the same ids, in the same order. */
export class Ids {
  private state: bigint;
  private readonly taken = new Set<bigint>();

  constructor(seed: number) {
    this.state = BigInt(seed) & MASK;
  }

  /** A giant id is one that a JavaScript number would round: above 2^53, and odd. */
  next(giant: boolean): bigint {
    for (;;) {
      const random = this.random();
      const id = giant
        ? (1n << 53n) + ((random >> 4n) << 1n) + 1n
        : 100_000_000_000_000n + (random % 900_000_000_000_000n);
      if (!this.taken.has(id)) return this.reserve(id);
    }
  }

  /** For what Databricks knows by a UUID. */
  uuid(): string {
    const digits = [this.random(), this.random()].map((half) => half.toString(16).padStart(16, '0')).join('');
    const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `a${digits.slice(17, 20)}`];
    return [...parts, digits.slice(20)].join('-');
  }

  reserve(id: bigint): bigint {
    this.taken.add(id);
    return id;
  }

  /** SplitMix64: tiny, and good enough to look arbitrary. */
  private random(): bigint {
    this.state = (this.state + 0x9e3779b97f4a7c15n) & MASK;
    let mixed = this.state;
    mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return mixed ^ (mixed >> 31n);
  }
}
