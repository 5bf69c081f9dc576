export * from './accounts.ts';
export * from './projects.ts';
export * from './executions.ts';
export * from './runs.ts';
