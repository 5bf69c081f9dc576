/**
 * A reason for not starting that the person at the terminal can act on. The message says what is wrong and what to do,
 * and is shown as it is, without a stack.
 */
export class StartError extends Error {}
