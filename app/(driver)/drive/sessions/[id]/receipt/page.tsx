import { Receipt } from "@/components/drive/receipt.tsx";
import { requireDriver } from "@/components/drive/require-driver.ts";

export default async function ReceiptPage({ params }: { params: Promise<{ id: string }> }) {
  await requireDriver();
  return <Receipt sessionId={(await params).id} />;
}
