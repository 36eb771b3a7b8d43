using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Endpoints;

/// <summary>What callers ask of the thing that they replace, so that nobody's work is lost: <c>If-Match</c> and <c>If-None-Match: *</c>.</summary>
internal static class Preconditions
{
    /// <summary>Refuses a request that was made with something else in mind than what is there.</summary>
    /// <param name="request">The request.</param> <param name="known">ETag of what is there; null = nothing.</param>
    /// <param name="nothing">The sentence where there is nothing.</param> <param name="other">The sentence where there is something, given its ETag.</param>
    /// <exception cref="ProblemException">A condition is not met.</exception>
    public static void Check(HttpRequest request, string? known, string nothing, Func<string, string> other)
    {
        if (!Of(request).Admits(known?.Trim('"'))) throw new ProblemException(ProblemTypes.StaleVersion, known is null ? nothing : other(known));
    }

    /// <summary>The same conditions, for who compares by himself. Tags that are not quoted, or weak, are nobody's.</summary>
    public static VersionCondition Of(HttpRequest request)
    {
        string[] match = [.. request.Headers.IfMatch.SelectMany(tags => tags!.Split(',', StringSplitOptions.TrimEntries))];
        bool any = match.Contains("*");
        return new(request.Headers.IfNoneMatch.Contains("*") ? false : any ? true : null, match.Length == 0 || any ? null : [.. match.Where(tag => tag is ['"', .., '"']).Select(tag => tag[1..^1])]);
    }
}
