import { StartupError } from '../startup-error';
import type { Binding, RegisteredFunction } from './functions-core';

const TRIGGERS = new Set(['httpTrigger', 'timerTrigger', 'orchestrationTrigger', 'activityTrigger']);
const INPUTS = new Set(['durableClient']);
const OUTPUTS = new Set(['http']);

const REASONS: Record<string, string> = { entityTrigger: 'durable entities' };

/** The trigger among the bindings of a function, under the name by which its data is handed over. */
export function triggerOf(target: RegisteredFunction): { name: string; binding: Binding } {
  const found = Object.entries(target.bindings).find(([, binding]) => binding.type.endsWith('Trigger'));
  if (!found) throw new StartupError(`Function ${target.name} has no trigger.`);
  return { name: found[0], binding: found[1] };
}

/** Better no start than a function that looks alive and is never called, or whose output goes nowhere. */
export function refuseUnsupportedBindings(functions: Iterable<RegisteredFunction>): void {
  for (const target of functions) {
    const { binding: trigger } = triggerOf(target);
    if (target.retryOptions && !/^(orchestration|activity)Trigger$/.test(trigger.type)) {
      throw new StartupError(
        `Function ${target.name} has a retry policy, which the embedded host does not support. ` +
          'Run this app with Azure Functions Core Tools, or in Azure.',
      );
    }
    for (const binding of Object.values(target.bindings)) {
      if (isSupported(binding)) continue;
      throw new StartupError(
        `Function ${target.name} uses ${REASONS[binding.type] ?? `the binding ${binding.type}`}, which the embedded host ` +
          'does not support. Run this app with Azure Functions Core Tools, or in Azure.',
      );
    }
  }
}

function isSupported({ type, direction }: Binding): boolean {
  if (type.endsWith('Trigger')) return TRIGGERS.has(type);
  return direction === 'out' ? OUTPUTS.has(type) : INPUTS.has(type);
}
