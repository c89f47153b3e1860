import { requireDriver } from "@/components/drive/require-driver.ts";
import { StartPage } from "@/components/drive/start-page.tsx";

type Props = { params: Promise<{ command: string }>; searchParams: Promise<{ plug?: string }> };

export default async function StartingPage({ params, searchParams }: Props) {
  await requireDriver();
  return <StartPage commandId={(await params).command} plugKey={(await searchParams).plug ?? ""} />;
}
