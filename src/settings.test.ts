import { describe, expect, it } from 'vitest';
import { documented, read, SettingsError } from './settings.ts';

const message = (environment: Record<string, string>): string => {
	try {
		read(environment);
	} catch (error) {
		if (error instanceof SettingsError) return error.message;
		throw error;
	}
	return '';
};

describe('settings', () => {
	it('all have defaults that work on one machine', () => {
		expect(read({})).toMatchObject({
			PICLOUD_ROLES: 'manager,worker',
			PICLOUD_HOST: '127.0.0.1',
			PICLOUD_PORT: 3000,
			PICLOUD_ENDPOINT_PORT: 3001,
			PICLOUD_TRUST_PROXY: '0'
		});
	});

	it('that are empty count as absent', () => {
		expect(read({ PICLOUD_PORT: '', DATABASE_URL: '' })).toMatchObject({ PICLOUD_PORT: 3000 });
	});

	it('that are not ours are left alone', () => {
		expect(read({ PATH: '/bin' })).not.toHaveProperty('PATH');
	});

	it.each([
		['PICLOUD_PORT', 'http', 'must be a port number'],
		['PICLOUD_PORT', '65536', ''],
		['PICLOUD_MEMORY', '0', ''],
		['PICLOUD_ROLES', 'boss', ''],
		['DATABASE_URL', 'mysql://localhost/x', 'must be a postgres:// address'],
		['PICLOUD_URL', 'picloud', 'must be an address'],
		['PICLOUD_ENDPOINT_DOMAIN', 'https://fn.example.com', 'must be a bare host name'],
		['PICLOUD_LOG_LEVEL', 'loud', '']
	])('refuse %s=%s and name it', (name, value, why) => {
		expect(message({ [name]: value })).toContain(`${name}=${JSON.stringify(value)}: ${why}`);
	});

	it('that are wrong are all named at once', () => {
		expect(message({ PICLOUD_PORT: 'a', PICLOUD_MEMORY: 'b' }).split('\n')).toHaveLength(2);
	});

	it.each([
		['https://picloud.example.com', 'picloud.example.com'],
		['https://example.com', 'fn.example.com'],
		['https://picloud.example.com', 'example.com'],
		['https://PICLOUD.example.com', 'fn.PICLOUD.example.com']
	])('refuse a dashboard on %s beside endpoints on %s, which would share cookies', (url, domain) => {
		expect(message({ PICLOUD_URL: url, PICLOUD_ENDPOINT_DOMAIN: domain })).toContain('one contains the other');
	});

	it.each([
		['https://picloud.example.com', 'fn.example.com'],
		['https://picloud.example.com', 'cloud.example.com'],
		['https://example.com', 'example.net']
	])('accept a dashboard on %s beside endpoints on %s', (url, domain) => {
		expect(message({ PICLOUD_URL: url, PICLOUD_ENDPOINT_DOMAIN: domain })).toBe('');
	});

	it('are documented with one line each', () => {
		for (const { name, help } of documented) {
			expect(name).toMatch(/^(DATABASE_URL|PICLOUD_[A-Z_]+)$/);
			expect(help).toMatch(/^\S.{10,140}$/);
		}
	});
});
