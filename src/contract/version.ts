/** Of this app, and so of what it shows to callers. */
export const VERSION = '0.1.0';
