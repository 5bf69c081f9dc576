export { get, type Execution } from './get.ts';
export { latest, list, type ExecutionFilter, type ListedExecution } from './list.ts';
export { losses, type Losses } from './losses.ts';
