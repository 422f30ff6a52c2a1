/** How Data Factory shows who it is: by a function key, or by its managed identity. */
export const SIGN_INS = ['key', 'entra'] as const;
