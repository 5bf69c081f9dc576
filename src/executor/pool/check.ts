import type { CheckResult } from 'rhai-wasm';
import { Executor, type ExecutorOptions } from './executor.ts';

/** rules.md, 20: some sources explode while they compile, where no other limit can see them. */
export const COMPILE_MS = 250;
/** A fork and the engine's own start, on a machine that is busy. */
const START_MS = 5_000;

export type Checked = { ok: true; result: CheckResult } | { ok: false; reason: 'compile_time' | 'executor' };

/** Compiles a source in an executor that does nothing else and is killed afterwards, whatever the source did to it. */
export function check(source: string, options: ExecutorOptions): Promise<Checked> {
	return new Promise((resolve) => {
		const end = (checked: Checked): void => {
			clearTimeout(timer);
			executor.kill('checked');
			resolve(checked);
		};
		let timer = setTimeout(() => {
			end({ ok: false, reason: 'executor' });
		}, START_MS);
		const executor = new Executor({
			...options,
			onReady() {
				clearTimeout(timer);
				timer = setTimeout(() => {
					end({ ok: false, reason: 'compile_time' });
				}, COMPILE_MS);
				executor.check(source, (result) => {
					end({ ok: true, result });
				});
			},
			onExit() {
				end({ ok: false, reason: 'executor' });
			}
		});
	});
}
