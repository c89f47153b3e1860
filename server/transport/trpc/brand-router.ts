import { BrandIdInput } from "../../services/brand/brand-view.ts";
import { CreateBrandInput, createBrand } from "../../services/brand/create.ts";
import { deleteBrand } from "../../services/brand/delete.ts";
import { addDomain, DomainInput, removeDomain, verifyDomain } from "../../services/brand/domains.ts";
import { getBrand, listBrands } from "../../services/brand/list.ts";
import {
  RemoveBrandAssetInput,
  removeBrandAsset,
  SetBrandAssetInput,
  setBrandAsset,
} from "../../services/brand/set-asset.ts";
import { UpdateBrandInput, updateBrand } from "../../services/brand/update.ts";
import { router, tenantProcedure } from "./trpc.ts";

export const brandRouter = router({
  list: tenantProcedure.query(({ ctx }) => listBrands(ctx.service)),
  get: tenantProcedure.input(BrandIdInput).query(({ ctx, input }) => getBrand(ctx.service, input)),
  create: tenantProcedure.input(CreateBrandInput).mutation(({ ctx, input }) => createBrand(ctx.service, input)),
  update: tenantProcedure.input(UpdateBrandInput).mutation(({ ctx, input }) => updateBrand(ctx.service, input)),
  delete: tenantProcedure.input(BrandIdInput).mutation(({ ctx, input }) => deleteBrand(ctx.service, input)),
  setFile: tenantProcedure.input(SetBrandAssetInput).mutation(({ ctx, input }) => setBrandAsset(ctx.service, input)),
  removeFile: tenantProcedure
    .input(RemoveBrandAssetInput)
    .mutation(({ ctx, input }) => removeBrandAsset(ctx.service, input)),
  addHost: tenantProcedure.input(DomainInput).mutation(({ ctx, input }) => addDomain(ctx.service, input)),
  proveHost: tenantProcedure.input(DomainInput).mutation(({ ctx, input }) => verifyDomain(ctx.service, input)),
  removeHost: tenantProcedure.input(DomainInput).mutation(({ ctx, input }) => removeDomain(ctx.service, input)),
});
