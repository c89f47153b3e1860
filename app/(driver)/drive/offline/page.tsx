import { OfflinePage } from "@/components/drive/offline-page.tsx";

/** Kept by the service worker: it must show the same to everybody. */
export default function WithoutNetworkPage() {
  return <OfflinePage />;
}
