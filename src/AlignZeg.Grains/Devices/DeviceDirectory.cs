using System.IO.Hashing;
using System.Text;
using AlignZeg.Abstractions.Models;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace AlignZeg.Grains.Devices;

/// <summary>The devices of all silos that are up, as they announce them.</summary>
internal sealed class DeviceDirectory(ISiloStatusOracle silos, ISiloMetadataCache metadata)
{
    /// <summary>Whether this silo has heard from every silo that is up, itself too, what devices it has: a moment after a start it has not.</summary>
    public bool IsComplete => silos.GetApproximateSiloStatuses(onlyActive: true).Keys.All(silo => metadata.GetSiloMetadata(silo).Metadata.ContainsKey(SiloLabels.Devices));

    /// <summary>Every place where a model could be; models begin at different places of the list, the same model always at the same.</summary>
    public IReadOnlyList<ModelInstanceKey> InstancesOf(ModelKey model)
    {
        var all = silos.GetApproximateSiloStatuses(onlyActive: true).Keys.SelectMany(silo => DevicesOf(silo, model)).OrderBy(key => key.ToString(), StringComparer.Ordinal).ToArray();
        if (all.Length == 0) return all;
        int first = (int)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(model.Name)) % (ulong)all.Length);
        return [.. all[first..], .. all[..first]];
    }

    private IEnumerable<ModelInstanceKey> DevicesOf(SiloAddress silo, ModelKey model)
    {
        var labels = metadata.GetSiloMetadata(silo).Metadata;
        return labels.TryGetValue(SiloLabels.Silo, out string? name) && labels.TryGetValue(SiloLabels.Devices, out string? devices)
            ? devices.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(device => new ModelInstanceKey(name, device, model))
            : [];
    }
}
