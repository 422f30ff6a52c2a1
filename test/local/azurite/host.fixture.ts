import { startAzurite } from '../../../local/azurite/azurite';

/** A host to be killed: says how its start went, in one line of JSON, and lives on. */
async function main() {
  process.on('SIGINT', () => {});
  try {
    const { connectionString } = await startAzurite({
      dataDir: process.argv[2] as string,
      log: () => {},
      ports: { blob: 0, queue: 0, table: 0 },
    });
    console.log(JSON.stringify({ connectionString }));
  } catch (error) {
    console.log(JSON.stringify({ refusal: (error as Error).message }));
  }
}

main();
