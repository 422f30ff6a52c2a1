import { createFunctionsCore, createRegistry } from '../../local/host/functions-core';

/**
 * Stands for `@azure/functions-core` in tests, so that an app loaded with `require` registers itself in the test's own
 * process. Each test file has a registry of its own, because jest gives each its own modules.
 */
export const registry = createRegistry(() => {});

const core = createFunctionsCore(registry);

export const version = core.version;
export const hostVersion = core.hostVersion;
export const Disposable = core.Disposable;
export const setProgrammingModel = core.setProgrammingModel;
export const getProgrammingModel = core.getProgrammingModel;
export const registerFunction = core.registerFunction;
export const registerHook = core.registerHook;
export const log = core.log;
