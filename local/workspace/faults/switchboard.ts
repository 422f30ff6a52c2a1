import { type RouteMatcher, readRoutePattern } from '../route-pattern';
import type { FaultRule } from './fault';
import { type Dice, seededDice } from './seeded-dice';

export interface SwitchedOn {
  id: string;
  rule: FaultRule;
  /** Requests on its route that no earlier rule has hit. */
  seen: number;
  /** Requests that it has hit. */
  hit: number;
}

/** The faults that are switched on. The first rule that fires decides over a request; the others do not see it. */
export interface Switchboard {
  add(rule: FaultRule): SwitchedOn;
  remove(id: string): boolean;
  clear(): void;
  list(): SwitchedOn[];
  /** What happens to this request. Asking counts. */
  next(method: string, path: string): SwitchedOn | undefined;
}

interface Entry extends SwitchedOn {
  matches: RouteMatcher;
  dice: Dice;
}

export function createSwitchboard(seed: number): Switchboard {
  let entries: Entry[] = [];
  let lastId = 0;
  return {
    add(rule) {
      const matches = readRoutePattern(rule.route);
      lastId += 1;
      // Dice of its own for each rule, so that adding one does not change where another one strikes.
      const entry = { id: String(lastId), rule, seen: 0, hit: 0, matches, dice: seededDice(seed + lastId) };
      entries.push(entry);
      return shown(entry);
    },
    remove(id) {
      const before = entries.length;
      entries = entries.filter((entry) => entry.id !== id);
      return entries.length < before;
    },
    clear() {
      entries = [];
    },
    list: () => entries.map(shown),
    next(method, path) {
      const hit = entries.find((entry) => entry.matches(method, path) && fires(entry));
      return hit && shown(hit);
    },
  };
}

function fires(entry: Entry): boolean {
  const { times = Number.POSITIVE_INFINITY, every = 1, probability = 1 } = entry.rule;
  if (entry.hit >= times) return false;
  entry.seen += 1;
  if (entry.seen % every !== 0 || entry.dice() >= probability) return false;
  entry.hit += 1;
  return true;
}

function shown({ id, rule, seen, hit }: Entry): SwitchedOn {
  return { id, rule, seen, hit };
}
