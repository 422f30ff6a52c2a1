import type { Clock } from '../clock';
import type { HttpHandler, HttpRequest, HttpResponse } from '../http';
import type { Log } from '../log';
import { refuseUnsupportedBindings } from './bindings';
import type { Binding, InvocationResponse, RegisteredFunction, Registry, TypedData } from './functions-core';
import { answerRoot } from './home-page';
import {
  createRouter,
  fromHttpData,
  type HttpFunction,
  httpFunctions,
  type RoutedRequest,
  toHttpData,
} from './http-trigger';
import { type InvocationFailure, type InvocationRequest, invoke } from './invoke';
import { type Keys, refuseAccess } from './keys';
import { runAppHooks } from './load-app';
import type { HostSettings } from './settings';
import { runOnSchedule, type TimerFunction, timerFunctions } from './timer-trigger';

export interface FunctionsHostOptions {
  registry: Registry;
  directory: string;
  settings: HostSettings;
  env: NodeJS.ProcessEnv;
  clock: Clock;
  log: Log;
  /** Asked for only when it is to be enforced. */
  keys: Keys | undefined;
  /** What a durable client binding is handed. */
  durableClient(): TypedData;
}

/** A loaded app, ready to be called. */
export class FunctionsHost {
  readonly endpoints: HttpFunction[];
  readonly timers: TimerFunction[];
  private readonly route: (method: string, path: string) => RoutedRequest | undefined;
  private stopTimers: (() => void)[] = [];

  constructor(private readonly options: FunctionsHostOptions) {
    refuseUnsupportedBindings(this.functions);
    this.endpoints = httpFunctions(this.functions);
    this.timers = timerFunctions(this.functions, options.env);
    this.route = createRouter(this.endpoints, options.settings.routePrefix);
  }

  get functions(): RegisteredFunction[] {
    return [...this.options.registry.functions.values()];
  }

  startTimers(): void {
    this.stopTimers = this.timers.map((timer) =>
      runOnSchedule(timer, this.options.clock, (data) =>
        this.call(timer.target, timer.trigger, data).catch((error) =>
          this.options.log('error', timer.target.name, error.message),
        ),
      ),
    );
  }

  async stop(): Promise<void> {
    for (const stop of this.stopTimers) stop();
    const { registry, directory, log } = this.options;
    await runAppHooks(registry, 'appTerminate', directory).catch((error) =>
      log('error', 'app', `a hook of its end failed: ${error instanceof Error ? error.message : String(error)}`),
    );
  }

  /** Runs one function: its trigger's data, and whatever its other inputs ask for. Throws InvocationFailure. */
  call(
    target: RegisteredFunction,
    trigger: string,
    data: TypedData,
    triggerMetadata: InvocationRequest['triggerMetadata'] = {},
  ): Promise<InvocationResponse> {
    const inputData = Object.entries(target.bindings)
      .filter(([, binding]) => binding.direction !== 'out')
      .map(([name, binding]) => ({ name, data: name === trigger ? data : this.inputOf(binding) }));
    return invoke(this.options.registry, target, { inputData, triggerMetadata }, this.options.log);
  }

  private inputOf(binding: Binding): TypedData {
    return binding.type === 'durableClient' ? this.options.durableClient() : {};
  }

  readonly answer: HttpHandler = async (request) => {
    const routed = this.route(request.method, request.path);
    if (routed) return this.answerFrom(routed, request);
    return request.path === '/' ? answerRoot(this.options.env) : { status: 404 };
  };

  private async answerFrom({ endpoint, params }: RoutedRequest, request: HttpRequest): Promise<HttpResponse> {
    const { keys, log, clock } = this.options;
    const refusal = refuseAccess(keys, endpoint.authLevel, request);
    if (refusal) return refusal;
    const { name } = endpoint.target;
    const began = clock.now();
    let response: HttpResponse;
    try {
      const called = await this.call(endpoint.target, endpoint.trigger, toHttpData(request, params));
      response = fromHttpData(called.returnValue);
    } catch (error) {
      log('error', name, `failed: ${(error as InvocationFailure).remoteStack ?? (error as Error).message}`);
      response = { status: 500 };
    }
    log('information', name, `${request.method} ${request.path} ${response.status} (${clock.now() - began} ms)`);
    return response;
  }
}
