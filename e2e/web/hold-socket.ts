import { expect, type Page } from "@playwright/test";

/** Holds the page's live connection, to cut it off and to let it come back. Before the page is opened. */
export async function holdSocket(page: Page) {
  let isAway = false;
  const open: { close(): Promise<void> }[] = [];
  await page.routeWebSocket(/socket\.io/, (route) => {
    if (isAway) return void route.close();
    route.connectToServer();
    open.push(route);
  });
  await page.route(/socket\.io/, (route) => (isAway ? route.abort() : route.continue()));
  return {
    async cut(): Promise<void> {
      // Until the socket has taken over, pushes come by long polling, which nobody could cut off.
      await expect.poll(() => open.length).toBeGreaterThan(0);
      await page.waitForTimeout(1_000);
      isAway = true;
      for (const route of open) await route.close();
    },
    comeBack(): void {
      isAway = false;
    },
  };
}
