using System.Globalization;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Keys;

namespace AlignZeg.Abstractions.Shards;

/// <summary>Names a shard of a job: a contiguous run of its images. Written <c>tenant/job/number</c>.</summary>
[GenerateSerializer, Immutable, Alias("alignzeg.key.shard")]
public sealed record ShardKey
{
    /// <summary>Names shard <paramref name="number"/> of a job.</summary>
    /// <exception cref="FormatException">A negative number.</exception>
    public ShardKey(JobKey job, int number)
    {
        ArgumentNullException.ThrowIfNull(job);
        (Job, Number) = (job, number >= 0 ? number : throw new FormatException($"A shard's number is at least 0, not {number}."));
    }

    /// <summary>The job that it is part of.</summary>
    [Id(0)] public JobKey Job { get; }

    /// <summary>Position in the job, from 0.</summary>
    [Id(1)] public int Number { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">Not of the form <c>tenant/job/number</c>.</exception>
    public static ShardKey Parse(string key)
    {
        var parts = KeyPart.Split(key, 3, "tenant/job/number");
        return int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new(new JobKey(parts[0], parts[1]), number)
            : throw new FormatException($"'{key}' does not end in the number of a shard.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Job}/{Number.ToString(CultureInfo.InvariantCulture)}";
}
