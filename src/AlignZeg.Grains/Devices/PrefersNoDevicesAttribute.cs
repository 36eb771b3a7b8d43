using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace AlignZeg.Grains.Devices;

/// <summary>The grain lives on a silo without devices if one is up, else anywhere: a worker that is killed, or stalls in a driver, then takes no state of a job with it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PrefersNoDevicesAttribute() : PlacementFilterAttribute(new PrefersNoDevicesStrategy());

/// <summary>Has nothing to configure.</summary>
internal sealed class PrefersNoDevicesStrategy(int order) : PlacementFilterStrategy(order)
{
    /// <summary>Orleans makes strategies without arguments.</summary>
    public PrefersNoDevicesStrategy() : this(order: 0)
    {
    }
}

/// <summary>Leaves the silos that announce that they have no device; all, if none does.</summary>
internal sealed class PrefersNoDevicesDirector(ISiloMetadataCache metadata) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var all = silos.ToArray();
        var preferred = Array.FindAll(all, HasNoDevice);
        return preferred.Length > 0 ? preferred : all;
    }

    // A silo that nothing is known about yet is not taken for one without devices.
    private bool HasNoDevice(SiloAddress silo) => metadata.GetSiloMetadata(silo).Metadata.TryGetValue(SiloLabels.Devices, out string? devices) && devices.Length == 0;
}
