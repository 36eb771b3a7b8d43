using AlignZeg.Abstractions.Models;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace AlignZeg.Grains.Devices;

/// <summary>The grain lives on the silo that its <see cref="ModelInstanceKey"/> names, or nowhere.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PinnedToSiloAttribute() : PlacementFilterAttribute(new PinnedToSiloStrategy());

/// <summary>Has nothing to configure.</summary>
internal sealed class PinnedToSiloStrategy(int order) : PlacementFilterStrategy(order)
{
    /// <summary>Orleans makes strategies without arguments.</summary>
    public PinnedToSiloStrategy() : this(order: 0)
    {
    }
}

/// <summary>Leaves the silo of the key.</summary>
internal sealed class PinnedToSiloDirector(ISiloMetadataCache metadata) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        string wanted = ModelInstanceKey.Parse(target.GrainIdentity.Key.ToString()!).Silo;
        return silos.Where(silo => metadata.GetSiloMetadata(silo).Metadata.TryGetValue(SiloLabels.Silo, out string? name) && name == wanted);
    }
}
