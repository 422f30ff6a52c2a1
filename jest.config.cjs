/** @type {import('jest').Config} */
module.exports = {
  roots: ['<rootDir>/functions', '<rootDir>/src', '<rootDir>/local', '<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.test.ts', ...(process.env.TEST_FULL === '1' ? [] : ['!**/*.long.test.ts'])],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
    '^.+\\.pq$': '<rootDir>/test/support/text-transform.cjs',
  },
  moduleNameMapper: { '^@azure/functions-core$': '<rootDir>/test/support/functions-core.ts' },
  maxWorkers: 2,
  testTimeout: 30_000,
};
