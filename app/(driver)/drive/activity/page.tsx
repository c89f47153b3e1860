import { ActivityList } from "@/components/drive/activity-list.tsx";
import { requireDriver } from "@/components/drive/require-driver.ts";

export default async function ActivityPage() {
  await requireDriver();
  return <ActivityList />;
}
