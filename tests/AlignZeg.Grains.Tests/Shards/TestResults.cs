using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Grains.Tests.Shards;

/// <summary>Results as a worker tells them.</summary>
internal static class TestResults
{
    /// <summary>One of an image: labelled, or failed for a reason.</summary>
    public static CompletedImage Of(int index, string? reason = null, int attempt = 1)
    {
        var record = new ResultRecord { Index = index, Image = $"{index}.png", Status = reason is null ? ResultStatus.Ok : ResultStatus.Failed, Reason = reason, Attempt = attempt > 1 ? attempt : null };
        return new(index, reason, record.ToLine(), record.Usage(), Recomputed: false, attempt);
    }
}
