import type { User } from '../access';
import type { World } from '../simulation/world';
import type { Arguments } from './arguments';

export type ApiVersion = '2.0' | '2.1' | '2.2';

/** One request, read: who asks, in which version, and of which workspace. */
export interface Call {
  version: ApiVersion;
  args: Arguments;
  user: User;
  world: World;
  place: Place;
  users: readonly User[];
  /** What stands where the route has its *, and where it has further ones. */
  target: string;
  targets: readonly string[];
  /** Under what the workspace was reached. */
  origin: string;
}

/** What the workspace says about where it is. */
export interface Place {
  workspaceId: string;
  /** Without a slash at the end. */
  url: string;
}

/** `GET jobs/runs/get` or `GET permissions/jobs/*`, and what it answers. A * stands for one part of a path. */
export type Routes = Readonly<Record<string, (call: Call) => unknown>>;

/** What an action gives back where that is not simply 200. */
export class Reply {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Record<string, string> = {},
  ) {}
}
