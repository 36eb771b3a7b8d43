using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Server.Problems;

/// <summary>An error on its way to the caller.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Detail">One sentence about this occurrence.</param>
/// <param name="RetryAfter">When to try again; null = not said.</param>
/// <param name="Problems">One sentence each, where there are several.</param>
/// <param name="Breach">The quota that is used up, if it is one.</param>
internal sealed record Problem(ProblemType Type, string Detail, TimeSpan? RetryAfter = null, IReadOnlyList<string>? Problems = null, QuotaBreach? Breach = null);
