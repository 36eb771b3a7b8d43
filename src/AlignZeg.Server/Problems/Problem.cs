namespace AlignZeg.Server.Problems;

/// <summary>An error on its way to the caller.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Detail">One sentence about this occurrence.</param>
/// <param name="RetryAfter">When to try again; null = not said.</param>
/// <param name="Problems">One sentence each, where there are several.</param>
internal sealed record Problem(ProblemType Type, string Detail, TimeSpan? RetryAfter = null, IReadOnlyList<string>? Problems = null);
