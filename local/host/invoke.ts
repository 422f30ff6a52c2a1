import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import type { Log, LogLevel } from '../log';
import type { InvocationResponse, RegisteredFunction, Registry, TypedData } from './functions-core';

export interface InvocationRequest {
  /** By binding name: the trigger's data and that of every other input binding. */
  inputData: { name: string; data: TypedData }[];
  triggerMetadata: Record<string, TypedData>;
}

/** A function that failed, with what it threw. */
export class InvocationFailure extends Error {
  constructor(
    message: string,
    readonly remoteStack: string | null,
  ) {
    super(message);
  }
}

/** Calls one function as the Node worker does, hooks included. Throws InvocationFailure. */
export async function invoke(
  registry: Registry,
  target: RegisteredFunction,
  request: InvocationRequest,
  log: Log,
): Promise<InvocationResponse> {
  const invocationId = randomUUID();
  const shared = {
    invocationContext: undefined as unknown,
    hookData: {},
    appHookData: registry.hookData.all,
  };
  const coreContext = {
    invocationId,
    metadata: { name: target.name, bindings: target.bindings },
    state: 'init',
    request: { invocationId, ...request, traceContext: {} },
    log: (level: LogLevel, category: string, message: string) => {
      const entry = { ...shared, level, category, message };
      // What the app logs goes past its own hooks, which may change it; what its library logs does not.
      if (category === 'user') for (const hook of registry.hooks.log) hook(entry);
      log(entry.level, target.name, entry.message);
    },
  };
  try {
    const model = await registry.model?.getInvocationModel(coreContext);
    if (!model) throw new Error('the app has no programming model');
    const { context, inputs } = await model.getArguments();

    coreContext.state = 'preInvocationHooks';
    shared.invocationContext = context;
    const before = { ...shared, inputs, functionCallback: target.callback, functionHandler: target.callback };
    for (const hook of registry.hooks.preInvocation) await hook(before);

    coreContext.state = 'invocation';
    const after = { ...shared, inputs: before.inputs, result: undefined as unknown, error: undefined as unknown };
    try {
      after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
    } catch (error) {
      after.error = error;
    }

    coreContext.state = 'postInvocationHooks';
    for (const hook of registry.hooks.postInvocation) await hook(after);
    if (after.error !== undefined && after.error !== null) throw after.error; // as the worker: `throw null` is none
    return await model.getResponse(context, after.result);
  } catch (error) {
    throw asFailure(error);
  }
}

/** The worker turns what is no Error into one; only an Error of the app has a stack worth showing. */
function asFailure(error: unknown): InvocationFailure {
  try {
    if (error instanceof Error || (typeof error === 'object' && error !== null && 'stack' in error)) {
      const { message, stack } = error as Error;
      return new InvocationFailure(String(message ?? ''), stack === undefined ? null : String(stack));
    }
    const message = typeof error === 'object' ? JSON.stringify(error) : String(error);
    return new InvocationFailure(message, new Error(message).stack ?? null);
  } catch {
    return new InvocationFailure(inspect(error), null); // something that cannot even be told
  }
}
