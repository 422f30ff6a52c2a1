import { DEMO_WAREHOUSE } from '../../local/workspace/scenarios/statements';
import type { ResultSet } from '../../local/workspace/simulation/statements/query';
import { standard, standardStart } from '../support/engine-room';
import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const world = () => runWorld({ clock, scenarios: [] });
const sql = (statement: string) => ({ sql: { warehouse_id: DEMO_WAREHOUSE, statement } });

describe('an id that is used again', () => {
  const row = (value: string): ResultSet => ({ columns: [{ name: 'v', type: 'STRING' }], rows: [[value]] });

  test('for another statement has the rows of that one', async () => {
    const whole = world();
    whole.workspace.addQuery('SELECT a', { run: () => row('of a') });
    whole.workspace.addQuery('SELECT b', { run: () => row('of b') });
    const start = (statement: string) => standardStart(whole, { request: JSON.stringify(sql(statement)) }, 'same');
    await start('SELECT a');
    expect((await whole.ended('same')).output).toEqual([{ v: 'of a' }]);
    await whole.seconds(100);
    await start('SELECT b');
    await whole.seconds(10);
    expect((await whole.ended('same')).output).toEqual([{ v: 'of b' }]);
    expect((await whole.get('runs/same/output')).body).toEqual([{ v: 'of b' }]);
  });

  test('by a restart has the rows of its second life', async () => {
    const whole = world();
    let life = 0;
    whole.workspace.addQuery('SELECT a', {
      run: () => {
        life += 1;
        return row(`life ${life}`);
      },
    });
    const id = await whole.start(sql('SELECT a'));
    expect((await whole.ended(id)).output).toEqual([{ v: 'life 1' }]);
    await whole.seconds(100);
    await standard(whole, 'POST', `instances/${id}/restart?restartWithNewInstanceId=false`);
    await whole.seconds(10);
    expect((await whole.ended(id)).output).toEqual([{ v: 'life 2' }]);
  });
});
