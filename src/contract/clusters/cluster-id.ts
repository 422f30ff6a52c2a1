/** It goes into addresses and requests, and is nothing but what Databricks gives out: `0923-164208-meows279`. */
export const isClusterId = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(text);
