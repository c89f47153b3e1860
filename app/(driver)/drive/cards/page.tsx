import { CardsPage } from "@/components/drive/cards-page.tsx";
import { requireDriver } from "@/components/drive/require-driver.ts";

export default async function OwnCardsPage() {
  await requireDriver();
  return <CardsPage />;
}
