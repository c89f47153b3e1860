import { PlugPage } from "@/components/drive/plug-page.tsx";

export default async function StationPage({ params }: { params: Promise<{ plug: string }> }) {
  return <PlugPage plugKey={decodeURIComponent((await params).plug)} />;
}
