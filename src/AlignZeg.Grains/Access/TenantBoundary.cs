using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Grains.Access;

/// <summary>
/// Stops calls made for one tenant at the grains of another. A grain belongs to the tenant that its key begins with, unless its interface is <see cref="Shared"/>;
/// what a shared grain does further is the platform's own doing.
/// </summary>
internal sealed class TenantBoundary : IIncomingGrainCallFilter
{
    /// <summary>Interfaces of what serves all tenants, grains and workers; every other one of ours is a tenant's.</summary>
    public static readonly IReadOnlySet<Type> Shared = new HashSet<Type> { typeof(IDispatcherGrain), typeof(IModelGrain), typeof(IModelInstanceGrain), typeof(ILeaseHolder) };

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (TenantContext.Current is { } tenant && context.InterfaceMethod.DeclaringType is { } called && called.Assembly == typeof(IKeyRingGrain).Assembly)
        {
            if (Shared.Contains(called)) TenantContext.Clear();
            else if (TenantOf(context.TargetId.Key.ToString()!) != tenant) throw new TenantBoundaryException(tenant, context.TargetId.ToString());
        }

        return context.Invoke();
    }

    internal static string TenantOf(string key) => key.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? key[..slash] : key;
}
