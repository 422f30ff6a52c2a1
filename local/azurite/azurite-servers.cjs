'use strict';
const { statSync } = require('node:fs');
const { dirname, join } = require('node:path');

const AZURITE = dirname(require.resolve('azurite/package.json'));

/**
 * An empty telemetry client. The real one is 2,800 files to load, and the only part of Azurite that speaks to the
 * internet; without it Azurite starts in a third of the time and cannot.
 */
const telemetryClient = require.resolve('applicationinsights', { paths: [AZURITE] });
require.cache[telemetryClient] = { id: telemetryClient, filename: telemetryClient, loaded: true, exports: {} };

const load = (path) => require(join(AZURITE, 'dist/src', path));

/** Azurite's servers, not started. The pinned version's own classes: its command line offers no orderly way to end. */
function createServers(dataDir, ports) {
  load('common/Telemetry').AzuriteTelemetryClient.init(dataDir, false);
  const blob = load('blob/utils/constants');
  const queue = load('queue/utils/constants');
  const table = load('table/utils/constants');
  const inDataDir = (name) => join(dataDir, name);
  const storeIn = (stores, name) => stores.map((store) => ({ ...store, locationPath: inDataDir(name) }));

  return {
    blob: createServer('blob/Blob', ports.blob, {
      metadataDBPath: inDataDir(blob.DEFAULT_BLOB_LOKI_DB_PATH),
      extentDBPath: inDataDir(blob.DEFAULT_BLOB_EXTENT_LOKI_DB_PATH),
      persistencePathArray: storeIn(blob.DEFAULT_BLOB_PERSISTENCE_ARRAY, blob.DEFAULT_BLOB_PERSISTENCE_PATH),
    }),
    queue: createServer('queue/Queue', ports.queue, {
      metadataDBPath: inDataDir(queue.DEFAULT_QUEUE_LOKI_DB_PATH),
      extentDBPath: inDataDir(queue.DEFAULT_QUEUE_EXTENT_LOKI_DB_PATH),
      persistencePathArray: storeIn(queue.DEFAULT_QUEUE_PERSISTENCE_ARRAY, queue.DEFAULT_QUEUE_PERSISTENCE_PATH),
    }),
    table: createServer('table/Table', ports.table, {
      metadataDBPath: inDataDir(table.DEFAULT_TABLE_LOKI_DB_PATH),
    }),
  };
}

function createServer(name, port, stores) {
  const Configuration = load(`${name}Configuration`).default;
  const Server = load(`${name}Server`).default;
  refuseEmpty(stores.metadataDBPath);
  if (stores.extentDBPath) refuseEmpty(stores.extentDBPath);
  return new Server(
    Object.assign(new Configuration(), stores, {
      host: '127.0.0.1',
      port,
      enableAccessLog: false,
      enableDebugLog: false,
      skipApiVersionCheck: true,
      disableProductStyleUrl: true,
    }),
  );
}

/** Azurite takes an empty file for a new database. It never writes one: what was in it is lost, and should be missed. */
function refuseEmpty(file) {
  if (statSync(file, { throwIfNoEntry: false })?.size === 0) throw new Error(`${file} is empty`);
}

/** Makes the server write everything when it closes, not only what it thinks is new: it forgets that when a write fails. */
function markUnsaved(server) {
  for (const store of [server.metadataStore, server.extentMetadataStore]) {
    for (const collection of store?.db.collections ?? []) collection.dirty = true;
  }
}

/** Azurite saves by itself every few seconds, and tells nobody when it cannot. */
function reportFailedSaves(report) {
  const { prototype } = require(require.resolve('lokijs', { paths: [AZURITE] }));
  const save = prototype.saveDatabase;
  prototype.saveDatabase = function saveDatabase(callback) {
    return save.call(this, (error) => {
      if (error) report(error);
      callback?.(error);
    });
  };
}

module.exports = { createServers, markUnsaved, reportFailedSaves };
