namespace AlignZeg.Abstractions.Tenants;

/// <summary>A quota that is used up.</summary>
/// <param name="Quota">A code: <c>images</c>, <c>pixels</c>, <c>device_seconds</c>, <c>bytes</c> or <c>running_jobs</c>.</param>
/// <param name="Used">How much is used, or would be with what was asked for.</param>
/// <param name="Limit">How much may be used.</param>
/// <param name="RetryAfter">When to ask again: for quotas per day the time until the next day of UTC.</param>
/// <param name="Message">All of it in a sentence.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.quota-breach")]
public sealed record QuotaBreach(string Quota, double Used, double Limit, TimeSpan RetryAfter, string Message);
