import type { Log, LogLevel } from '../log';

/** A function as the app registered it. */
export interface RegisteredFunction {
  name: string;
  bindings: Record<string, Binding>;
  callback: (...args: unknown[]) => unknown;
  /** Of the function, not of a call: the host would have to repeat it. */
  retryOptions?: unknown;
}

export interface Binding {
  type: string;
  direction?: 'in' | 'out' | 'inout';
  name?: string;
  [property: string]: unknown;
}

/** What `@azure/functions` installs to translate between the worker's messages and a handler's arguments. */
export interface ProgrammingModel {
  getInvocationModel(context: unknown): InvocationModel | Promise<InvocationModel>;
  getCapabilities(defaults: Record<string, string>): Record<string, string> | Promise<Record<string, string>>;
}

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: RegisteredFunction['callback']): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>;
}

export interface InvocationResponse {
  outputData: { name: string; data: TypedData }[];
  returnValue?: TypedData | null;
}

export interface TypedData {
  string?: string;
  json?: string;
  int?: number;
  double?: number;
  bytes?: Uint8Array;
  http?: Record<string, unknown>;
}

const HOOKS = ['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log'] as const;
export type HookName = (typeof HOOKS)[number];
export type Hook = (context: Record<string, unknown>) => unknown;

/** What an app said while it was loaded. */
export interface Registry {
  functions: Map<string, RegisteredFunction>;
  hooks: Record<HookName, Set<Hook>>;
  /** What hooks share: all of them one object, those of the app's start and end one more. */
  hookData: { all: Record<string, unknown>; app: Record<string, unknown> };
  model: ProgrammingModel | undefined;
  /** From here on a registration is an error: the host has read the list. */
  sealed: boolean;
  log: Log;
}

export function createRegistry(log: Log): Registry {
  const hooks = Object.fromEntries(HOOKS.map((name) => [name, new Set<Hook>()]));
  return {
    functions: new Map(),
    hooks: hooks as Registry['hooks'],
    hookData: { all: {}, app: {} },
    model: undefined,
    sealed: false,
    log,
  };
}

class Disposable {
  private readonly callback: () => void;

  constructor(callback: () => void) {
    this.callback = callback;
  }

  static from(...disposables: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const disposable of disposables) disposable.dispose();
    });
  }

  dispose(): void {
    this.callback();
  }
}

interface FunctionMetadata {
  name: string;
  functionId?: string;
  bindings: Record<string, Binding>;
  retryOptions?: unknown;
}

const isDurableTrigger = ({ type }: Binding) => type === 'orchestrationTrigger' || type === 'activityTrigger';

/**
 * The module `@azure/functions-core`, which the Node worker of the real host puts before an app. It exists on no
 * registry: whoever loads an app has to provide it.
 */
export function createFunctionsCore(registry: Registry): Record<string, unknown> {
  return {
    version: '3.9.0',
    hostVersion: '4.1037.0',
    Disposable,

    setProgrammingModel(model: ProgrammingModel) {
      registry.model = model;
    },
    getProgrammingModel: () => registry.model,

    registerFunction(metadata: FunctionMetadata, callback: RegisteredFunction['callback']) {
      if (registry.sealed) throw new Error('A function can only be registered during app startup.');
      const id = metadata.functionId ?? metadata.name;
      if (registry.functions.has(id)) throw new Error(`A function with id "${id}" has already been registered.`);
      const { name, bindings } = metadata;
      if (metadata.retryOptions && Object.values(bindings).some(isDurableTrigger)) {
        registry.log(
          'warning',
          name,
          'its retry options are ignored: Durable Functions retries by call, not by function',
        );
      }
      registry.functions.set(id, { name, bindings, callback, retryOptions: metadata.retryOptions });
      return new Disposable(() => registry.functions.delete(id));
    },

    registerHook(name: string, callback: Hook) {
      const hooks = registry.hooks[name as HookName];
      if (!hooks) {
        throw Object.assign(new RangeError(`Unrecognized hook "${name}"`), { isAzureFunctionsSystemError: true });
      }
      hooks.add(callback);
      return new Disposable(() => hooks.delete(callback));
    },

    log(level: LogLevel, _category: string, message: string) {
      registry.log(level, 'worker', message);
    },
  };
}
