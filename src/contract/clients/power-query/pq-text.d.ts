/** The build puts the text of a query where it is imported, so that nothing has to be deployed beside the bundle. */
declare module '*.pq' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: the only name that a bundler has for it
  export default text;
}
