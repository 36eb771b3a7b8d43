using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Grains.Tenants;

/// <summary>What a job was charged with; a later report is charged with the difference.</summary>
internal sealed class JobCharge
{
    /// <summary>All that it was charged with.</summary>
    public LabellingUsage Usage { get; set; } = LabellingUsage.None;

    public bool IsRunning { get; set; }

    /// <summary>The newest report; in memory it is up to date, in the storage as old as the last save.</summary>
    public DateTimeOffset HeardAt { get; set; }

    /// <summary>Takes a report; what is new in it is the answer. A report that was overtaken by a later one has nothing new.</summary>
    public LabellingUsage Take(LabellingUsage reported)
    {
        var most = new LabellingUsage(
            Math.Max(Usage.Images, reported.Images), Math.Max(Usage.Pixels, reported.Pixels), Math.Max(Usage.Bytes, reported.Bytes),
            Math.Max(Usage.DeviceMilliseconds, reported.DeviceMilliseconds), Math.Max(Usage.Reused, reported.Reused));
        var fresh = most.Minus(Usage);
        Usage = most;
        return fresh;
    }
}
