namespace AlignZeg.Abstractions.Jobs;

/// <summary>Failed images shall be tried again, once.</summary>
/// <param name="Number">The how-manieth retry of the job, from 1.</param>
/// <param name="Reasons">Only images that failed for one of these reason codes; null = all.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.retry-order")]
public sealed record RetryOrder(int Number, IReadOnlyList<string>? Reasons = null)
{
    /// <summary>True if an image that failed for the reason is meant.</summary>
    public bool Covers(string reason) => Reasons is null || Reasons.Contains(reason);
}
