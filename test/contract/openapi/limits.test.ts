import { openApiDocument } from '../../../src/contract/openapi/document';
import type { Parameter } from '../../../src/contract/openapi/types';
import { operations } from '../../support/openapi/conformance';
import { runWorld } from '../../support/run-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** Options that can be held to limits; a link has to be a real one before its options are looked at. */
const cases = operations(openApiDocument('/api'))
  .filter(({ operation }) => operation.operationId !== 'openLink')
  .flatMap(({ template, method, operation }) =>
    (operation.parameters ?? [])
      .filter((parameter) => parameter.in === 'query' && valuesOf(parameter) !== undefined)
      .map((parameter) => ({ name: parameter.name, template, method, ...valuesOf(parameter) })),
  );

function valuesOf({ schema }: Parameter): { allowed: unknown[]; refused: unknown[] } | undefined {
  const { minimum, maximum, enum: choices, pattern } = schema as Record<string, number & string & string[]>;
  if (choices) return { allowed: [...choices], refused: ['nonsense', ''] };
  if (maximum !== undefined && minimum !== undefined) {
    return { allowed: [minimum, maximum], refused: [Number(minimum) - 1, Number(maximum) + 1, '1.5', ''] };
  }
  return pattern ? { allowed: [], refused: ['%20', ''] } : undefined;
}

test.each(cases)('$name of $method $template has the limits that the document says', async (one) => {
  const world = runWorld({ clock });
  const path = one.template.slice(1).replaceAll(/\{\w+\}/g, '101');
  const ask = async (value: unknown) => {
    const asking = world.send(one.method.toUpperCase(), `${path}?${one.name}=${value}`);
    await clock.advance(200_000);
    const { status, body } = await asking;
    return status === 400 && /^(queryInvalid|idempotencyKeyInvalid)$/.test(body.code) ? 'refused' : 'allowed';
  };
  for (const value of one.allowed ?? []) expect([value, await ask(value)]).toEqual([value, 'allowed']);
  for (const value of one.refused ?? []) expect([value, await ask(value)]).toEqual([value, 'refused']);
});
