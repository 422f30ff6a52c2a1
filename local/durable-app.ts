import { activityInput, activityMetadata } from './durable/activity-input';
import type { DurableFunctions, Invoked } from './durable/functions';
import { toDotnetJson } from './durable/json/dotnet-text';
import { triggerOf } from './host/bindings';
import type { RegisteredFunction, TypedData } from './host/functions-core';
import type { FunctionsHost } from './host/functions-host';
import { InvocationFailure } from './host/invoke';
import { fromTypedData } from './host/typed-data';

/** Lets the durable engine call the orchestrators and activities of an app, as the Durable extension does. */
export function durableFunctionsOf(host: Pick<FunctionsHost, 'functions' | 'call'>): DurableFunctions {
  const ofType = (type: string) => host.functions.filter((target) => triggerOf(target).binding.type === type);
  const byName = (targets: RegisteredFunction[]) =>
    new Map(targets.map((target) => [target.name.toLowerCase(), target]));
  const orchestrators = byName(ofType('orchestrationTrigger'));
  const activities = byName(ofType('activityTrigger'));

  async function call(
    target: RegisteredFunction | undefined,
    data: TypedData,
    metadata: (trigger: string) => Record<string, TypedData>,
  ): Promise<Invoked<unknown>> {
    if (!target) return { ok: false, error: { message: 'there is no such function', stack: null } };
    const trigger = triggerOf(target).name;
    try {
      const response = await host.call(target, trigger, data, metadata(trigger));
      return { ok: true, result: fromTypedData(response.returnValue) };
    } catch (error) {
      if (!(error instanceof InvocationFailure)) throw error;
      return { ok: false, error: { message: error.message, stack: error.remoteStack } };
    }
  }

  return {
    orchestrators: [...orchestrators.values()].map(({ name }) => name),
    hasOrchestrator: (name) => orchestrators.has(name.toLowerCase()),
    hasActivity: (name) => activities.has(name.toLowerCase()),
    invokeOrchestrator: (name, payload) => call(orchestrators.get(name.toLowerCase()), { string: payload }, () => ({})),
    async invokeActivity(name, instanceId, input) {
      const value = activityInput(input);
      const data = value === undefined ? {} : { json: value };
      const invoked = await call(activities.get(name.toLowerCase()), data, (trigger) => ({
        instanceId: { string: instanceId },
        ...(value !== undefined && { [trigger]: data, ...activityMetadata(input, value) }),
      }));
      if (!invoked.ok) return invoked;
      const { result } = invoked;
      return { ok: true, result: result === undefined || result === null ? null : toDotnetJson(result) };
    },
  };
}
