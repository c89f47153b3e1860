import { ListAuditInput, listAudit } from "../../services/audit/list.ts";
import { listInput, router, tenantProcedure } from "./trpc.ts";

export const auditRouter = router({
  list: tenantProcedure.input(listInput(ListAuditInput)).query(({ ctx, input }) => listAudit(ctx.service, input)),
});
