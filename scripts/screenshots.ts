// `npm run screenshots`: runs the product, uses it, and takes the README's pictures into docs/images.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import {
	createScript,
	draftSaved,
	editorReady,
	hydrated,
	publishVersion,
	shownAddress,
	writeSource
} from '../tests/fixtures/dashboard.ts';
import { startProduct } from '../tests/fixtures/start-product.ts';
import { chromiumLaunch } from './chromium.mjs';

const IMAGES = join(import.meta.dirname, '../docs/images');
/** Of a laptop, and of the phone that most have. */
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

const FIRST = `// GET /hello?name=Ada
let name = req.query.name ?? "world";
log::info("greeting", #{ name: name });

#{ greeting: \`Hello \${name}!\`, length: name.len() }
`;
const BROKEN = `// GET /hello?name=Ada&share=3
let name = req.query.name ?? "world";
let share = parse_int(req.query.share ?? "0");
log::info("sharing", #{ name: name, share: share });

#{ greeting: \`Hello \${name}!\`, each: 100 / share }
`;

// The ports that everybody has, since they are in the pictures.
const product = await startProduct({ PICLOUD_PORT: '3000', PICLOUD_ENDPOINT_PORT: '3001' });
const browser = await chromium.launch(chromiumLaunch());
try {
	mkdirSync(IMAGES, { recursive: true });
	const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce' });
	const page = await context.newPage();
	await page.goto(product.setupLink ?? '');
	await hydrated(page);
	await page.getByLabel('Your name').fill('acme');
	await page.getByLabel('E-mail').fill('ada@example.com');
	await page.getByLabel('Password').fill('correct horse battery staple');
	await page.getByRole('button', { name: 'Create account' }).click();
	await page.getByRole('link', { name: 'New script' }).waitFor();

	await createScript(page, product, 'acme', 'hello');
	await write(page, FIRST);
	await publishVersion(page, 1);
	const address = await shownAddress(page);
	for (const name of ['Ada', 'Grace', 'Mary']) await fetch(`${address}?name=${name}`);
	await write(page, BROKEN);
	await publishVersion(page, 2);
	await page.getByLabel('Path and query').fill('/hello?name=Ada&share=8');
	await page.getByRole('button', { name: /^Run/ }).click();
	await page.getByText('"each"').waitFor();
	// Every node has a new version within a second.
	while ((await fetch(address)).status !== 500);
	await page.getByRole('link', { name: /^Failed/ }).waitFor();
	await page.getByText('is live.').last().waitFor({ state: 'hidden' });
	const script = page.url();
	await page.mouse.move(0, 0);
	await take(page, 'script');
	await page.getByRole('link', { name: /^Failed/ }).click();
	await page.getByRole('heading', { level: 1, name: /failed at line/ }).waitFor();
	await take(page, 'execution');

	await page.setViewportSize(PHONE);
	await page.goto(script);
	await editorReady(page);
	await take(page, 'phone');
} finally {
	await browser.close();
	await product.stop();
}

/** Replaces the draft, and waits until the server has it. */
async function write(page: Page, source: string): Promise<void> {
	await writeSource(page, source);
	await draftSaved(page);
}

async function take(page: Page, name: string): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		// The editor takes its colours a moment after the page.
		await page.waitForTimeout(300);
		await page.screenshot({ path: join(IMAGES, `${name}-${colorScheme}.png`) });
	}
}
