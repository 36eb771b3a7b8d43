namespace AlignZeg.Cli.Results;

/// <summary>One line of <c>failures.jsonl</c>.</summary>
internal sealed record FailureLine
{
    /// <summary>The image's name, as in <c>results.jsonl</c>.</summary>
    public required string Name { get; init; }

    /// <summary>File name of the archive or table that it came from; null = from none.</summary>
    public string? Archive { get; init; }

    /// <summary>What the archive calls it; null = from none.</summary>
    public string? Entry { get; init; }

    /// <summary>Why, in one word.</summary>
    public required string Reason { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public string? Message { get; init; }

    /// <summary>Which try failed, from 1.</summary>
    public required int Attempt { get; init; }
}
