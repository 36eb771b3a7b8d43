using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Keys;
using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Server.Access;

/// <summary>What operators reach of a tenant that is named in the address: its keys and its account, nothing of its data. From the first of these on, the request acts for that tenant.</summary>
internal static class ActingFor
{
    public static IKeyRingGrain Keys(IGrainFactory grains, string tenant) => grains.GetGrain<IKeyRingGrain>(Act(tenant));

    public static ITenantGrain Account(IGrainFactory grains, string tenant) => grains.GetGrain<ITenantGrain>(Act(tenant));

    private static string Act(string tenant)
    {
        TenantContext.Set(KeyPart.Check(tenant, "tenant"));
        return tenant;
    }
}
