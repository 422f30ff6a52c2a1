/** What was asked of the control makes no sense. The message is for whoever asked. */
export class AskedWrongly extends Error {}
