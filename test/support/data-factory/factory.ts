import type { Clock } from '../../../local/clock';
import { resolveTemplate } from './arm/resolve-template';
import type { ArmTemplate } from './arm/template';
import type { JsonObject } from './json';
import { problemsOf } from './pipeline/check-pipeline';
import type { FactoryDefinition } from './pipeline/definition';
import { readFactory } from './pipeline/read-factory';
import type { Factory, Habits } from './runs/run';
import { type PipelineRun, runPipeline } from './runs/run-pipeline';
import { createCallbacks } from './services/callbacks';
import { askVault, type KeyVault } from './services/key-vault';
import type { Send, WebAnswer, WebRequest } from './services/web';

export const FACTORY_NAME = 'the-factory';

export interface FactoryOptions {
  clock: Clock;
  send: Send;
  vault?: KeyVault;
  habits?: Habits;
}

export interface DataFactory {
  /** Refuses a pipeline that Data Factory would not publish. */
  run(pipeline: string, parameters?: JsonObject): Promise<PipelineRun>;
  /** Answers whoever calls a webhook back. Undefined if another host is asked. */
  receive(request: WebRequest): WebAnswer | undefined;
  /** All that has left the factory, as it went over the wire. */
  requests: readonly WebRequest[];
}

/** A data factory into which a template was imported. */
export function deploy(template: ArmTemplate, parameters: JsonObject, options: FactoryOptions): DataFactory {
  return createFactory(readFactory(resolveTemplate(template, parameters)), options);
}

export function createFactory(
  definition: FactoryDefinition,
  { clock, send, vault = { url: '', secrets: {} }, habits = {} }: FactoryOptions,
): DataFactory {
  const requests: WebRequest[] = [];
  let guids = 0;
  const newGuid = () => `00000000-0000-4000-9000-${String(++guids).padStart(12, '0')}`;
  const callbacks = createCallbacks(newGuid);
  const factory: Factory = {
    name: FACTORY_NAME,
    definition,
    clock,
    newGuid,
    vault,
    callbacks,
    habits,
    async send(request) {
      requests.push(request);
      return askVault(vault, request) ?? send(request);
    },
  };
  return {
    requests,
    receive: callbacks.receive,
    async run(name, parameters = {}) {
      const pipeline = definition.pipelines.get(name);
      if (!pipeline) throw new Error(`There is no pipeline '${name}'`);
      const problems = problemsOf(pipeline);
      if (problems.length > 0) throw new Error(problems.join('\n'));
      return runPipeline(pipeline, parameters, factory);
    },
  };
}
