/** What others send must not look like a line of ours, nor speak to the terminal. */
export function printable(text: string): string {
  return text
    .replace(/\r?\n/g, '\n    ')
    .replace(/[^\P{Cc}\n\t]/gu, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
