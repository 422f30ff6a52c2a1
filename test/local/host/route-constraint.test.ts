import { matchRoute, parseRoute } from '../../../local/host/route';

describe('a constraint', () => {
  const match = (template: string, path: string) => matchRoute(parseRoute(template), path);

  it.each<[string, string[], string[]]>([
    ['int', ['0', '-2147483648', '+7', '%207'], ['2147483648', '1.0', 'a', '1e3', '0x1']],
    ['long', ['9223372036854775807'], ['9223372036854775808', '-9223372036854775809']],
    ['bool', ['true', 'FALSE'], ['1', 'yes']],
    [
      'guid',
      [
        'CD2C1638-1638-72D5-1638-DEADBEEF1638',
        'cd2c1638163872d51638deadbeef1638',
        '{cd2c1638-1638-72d5-1638-deadbeef1638}',
      ],
      ['cd2c1638', '{cd2c1638-1638-72d5-1638-deadbeef1638', 'xd2c1638163872d51638deadbeef1638'],
    ],
    ['alpha', ['abcXYZ'], ['a1', 'é', '-']],
    ['decimal', ['1', '-1.5', '1,000.5', '.5'], ['1e3', '.', 'NaN']],
    ['double', ['1', '-1.5', '1E-3', 'NaN', '-Infinity'], ['1e', 'x']],
    ['float', ['0.1'], ['0.1f']],
    [
      'datetime',
      ['2024-02-29', '2024-02-29T23:59:59.5Z', '12-31-2016%207:32pm'],
      ['2023-02-29', '2024-13-01', '2024', '2024-01-01T24:00', 'today'],
    ],
    ['length(3)', ['abc'], ['ab', 'abcd']],
    ['length(2, 3)', ['ab', 'abc'], ['a', 'abcd']],
    ['minlength(2)', ['ab', 'abc'], ['a']],
    ['maxlength(2)', ['a', 'ab'], ['abc']],
    ['min(-1)', ['-1', '9223372036854775807'], ['-2', 'a']],
    ['max(10)', ['10', '-99'], ['11', 'a']],
    ['range(1,10)', ['1', '10'], ['0', '11', 'a']],
    ['regex(^\\d{{2}}:[}}{{]$)', ['12:}', '12:%7B'], ['1:}', '12:']],
    ['regex(^(a|b)(c)$)', ['AC', 'bc'], ['ab']],
    ['regex(b)', ['abc'], ['ac']],
    ['required', ['a'], []],
    ['int:min(1):max(9)', ['1', '9'], ['0', '10', 'a']],
  ])('in {x:%s} takes %j, not %j', (constraint, taken, refused) => {
    const route = parseRoute(`{x:${constraint}}`);
    expect(taken.filter((text) => matchRoute(route, text) === undefined)).toEqual([]);
    expect(refused.filter((text) => matchRoute(route, text) !== undefined)).toEqual([]);
  });

  it('is not asked about an optional value that is missing', () => {
    expect(match('a/{x:int?}', 'a')).toEqual({});
    expect(match('a/{x:int?}', 'a/b')).toBeUndefined();
    expect(match('a/{x:int=7}', 'a')).toEqual({ x: '7' });
    expect(match('a/{x:int=b}', 'a')).toBeUndefined();
    expect(match('a/{*x:int}', 'a')).toBeUndefined();
    expect(match('a/{*x:int}', 'a/7')).toEqual({ x: '7' });
  });
});
