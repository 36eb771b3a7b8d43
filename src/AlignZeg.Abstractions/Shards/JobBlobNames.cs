using System.Globalization;
using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Abstractions.Shards;

/// <summary>Where a job's outputs are in the blob store: the same names whoever computes them, however often.</summary>
public static class JobBlobNames
{
    /// <summary>Everything of the job.</summary>
    public static string Prefix(JobKey job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return $"tenants/{job.Tenant}/jobs/{job.Job}/";
    }

    /// <summary>The label map of an image.</summary>
    public static string Mask(JobKey job, string stem) => $"{Prefix(job)}masks/{stem}.png";

    /// <summary>The confidence map of an image.</summary>
    public static string Confidence(JobKey job, string stem) => $"{Prefix(job)}confidence/{stem}.png";

    /// <summary>The overlay of an image.</summary>
    public static string Overlay(JobKey job, string stem) => $"{Prefix(job)}overlays/{stem}.jpg";

    /// <summary>The result log of a shard.</summary>
    public static string Log(ShardKey shard)
    {
        ArgumentNullException.ThrowIfNull(shard);
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix(shard.Job)}results/{shard.Number:D6}.jsonl");
    }
}
