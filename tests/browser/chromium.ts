import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const PATH = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** A headless Chromium of this machine; without one the tests fail. */
export function launch(): Promise<Browser> {
  if (!existsSync(PATH)) {
    throw new Error(
      `no Chromium at ${PATH}: install it (on Debian and Ubuntu: apt-get install chromium), or name its executable in CHROMIUM`,
    );
  }
  return chromium.launch({
    executablePath: PATH,
    args: [
      // Containers run as root, which Chromium's sandbox refuses; only pages of this repository are opened.
      ...["--no-sandbox", "--disable-gpu", "--no-first-run"],
      // The browser itself would otherwise look for updates and search engines.
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}
