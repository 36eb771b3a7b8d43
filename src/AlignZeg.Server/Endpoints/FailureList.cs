using System.Globalization;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Server.Problems;

namespace AlignZeg.Server.Endpoints;

/// <summary>Images whose newest result is a failure, and where the next page begins.</summary>
/// <param name="Failures">In the order of the shards.</param>
/// <param name="Next">For <c>after</c>; null = there are no more.</param>
internal sealed record FailureList(IReadOnlyList<ImageFailure> Failures, string? Next)
{
    private const int DefaultLimit = 100, MaxLimit = 1_000;

    /// <summary>A page of a job's failures; pages of the job that have none are passed over.</summary>
    /// <exception cref="ProblemException">The cursor is none.</exception>
    public static async Task<FailureList> ReadAsync(IJobGrain job, string? after, int? limit, CancellationToken cancellationToken)
    {
        int most = Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit);
        var page = await job.ReadFailuresAsync(Parse(after), most, cancellationToken);
        while (page is { Failures.Count: 0, Next: { } next }) page = await job.ReadFailuresAsync(next, most, cancellationToken);
        return new(page.Failures, page.Next is { } more ? string.Create(CultureInfo.InvariantCulture, $"{more.Shard}.{more.Line}") : null);
    }

    private static FailureCursor Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return FailureCursor.Start;
        var parts = text.Split('.');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int shard)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long line)
                ? new(shard, line)
                : throw new ProblemException(ProblemTypes.InvalidCursor, "The cursor is not one that this list gave; leave it out to begin at the first failure.");
    }
}
