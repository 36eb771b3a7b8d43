using System.Globalization;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Server.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace AlignZeg.Server.Results;

/// <summary>A filter as callers write it in an address.</summary>
/// <param name="Class">Names of classes as results have them, after renames; case and Unicode form do not count.</param>
/// <param name="Status"><c>ok</c> or <c>failed</c>.</param>
/// <param name="MinConfidence">0 to 1.</param>
internal sealed record ResultQuery([FromQuery(Name = "class")] string[]? Class, [FromQuery(Name = "status")] string? Status, [FromQuery(Name = "min_confidence")] double? MinConfidence)
{
    /// <summary>The filter, for one job.</summary>
    /// <exception cref="BadHttpRequestException">A part of it is not as it may be, or the job has no such class.</exception>
    public async Task<ResultFilter> ResolveAsync(TenantScope tenant, string job, CancellationToken cancellationToken)
    {
        var status = StatusOf(Status);
        if (MinConfidence is not (null or (>= 0 and <= 1))) throw new BadHttpRequestException("min_confidence is a number from 0 to 1.");
        if (Class is not { Length: > 0 }) return ResultFilter.None with { Status = status, MinConfidence = MinConfidence };
        var request = await tenant.Job(job).GetRequestAsync(cancellationToken);
        var vocabulary = await tenant.Vocabulary(request.Vocabulary.Name).GetAsync(request.VocabularyVersion, cancellationToken);
        var names = new ClassNames([.. Enumerable.Range(0, vocabulary.Definition.Classes.Count).Select(vocabulary.Definition.NameOf)]);
        return new(Class.Select(names.Find).ToHashSet(StringComparer.Ordinal), status, MinConfidence);
    }

    /// <summary>The same filter for the address of the next page; begins with an ampersand unless it is empty.</summary>
    public string ToAddress()
    {
        var parts = (Class ?? []).Select(name => "&class=" + Uri.EscapeDataString(name));
        if (Status is not null) parts = parts.Append("&status=" + Uri.EscapeDataString(Status));
        if (MinConfidence is { } least) parts = parts.Append(string.Create(CultureInfo.InvariantCulture, $"&min_confidence={least}"));
        return string.Concat(parts);
    }

    private static ResultStatus? StatusOf(string? text) => text switch
    {
        null => null,
        "ok" => ResultStatus.Ok,
        "failed" => ResultStatus.Failed,
        _ => throw new BadHttpRequestException("status is 'ok' or 'failed'; leave it out for both."),
    };
}
