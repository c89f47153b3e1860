/** Drivers' pages are as light or dark as the device, from before the first paint, and as it changes. No choice, so no library. */
const FOLLOW = `(()=>{const q=matchMedia("(prefers-color-scheme: dark)"),s=()=>{document.documentElement.dataset.theme=q.matches?"dark":"light"};s();q.addEventListener("change",s)})()`;

export function DeviceTheme() {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: our own words, the same on every page
  return <script dangerouslySetInnerHTML={{ __html: FOLLOW }} />;
}
