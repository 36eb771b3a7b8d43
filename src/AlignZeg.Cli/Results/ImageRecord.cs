using System.Text.Json;
using System.Text.Json.Serialization;
using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Cli.Results;

/// <summary>One line of <c>results.jsonl</c>: what became of one image.</summary>
internal sealed record ImageRecord
{
    /// <summary>Position in the input, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>The image's name, with <c>/</c> between folders.</summary>
    public required string Name { get; init; }

    /// <summary>What the file is called where it lies, where a character of the name had to be changed or it had to be cut; null = just so.</summary>
    public string? Original { get; init; }

    /// <summary><c>ok</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Which try this is, from 2 on; null = the first.</summary>
    public int? Attempt { get; init; }

    /// <summary>Why it failed, in one word; null if it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it failed, in a sentence; null if it did not.</summary>
    public string? Error { get; init; }

    /// <summary>File name of the archive or table that it came from; null = from none.</summary>
    public string? Archive { get; init; }

    /// <summary>What the archive calls it; null = from none.</summary>
    public string? Entry { get; init; }

    /// <summary>Upright width in pixels.</summary>
    public int? Width { get; init; }

    /// <summary>Upright height in pixels.</summary>
    public int? Height { get; init; }

    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Path of the label map, relative to the output folder.</summary>
    public string? Mask { get; init; }

    /// <summary>Path of the confidence map, if asked for.</summary>
    public string? Confidence { get; init; }

    /// <summary>Path of the overlay, unless declined.</summary>
    public string? Overlay { get; init; }

    /// <summary>Pixels that no class claims.</summary>
    public long? UnclaimedPixels { get; init; }

    /// <summary>How much a person should look at it before others, 0 to 1; null if it failed.</summary>
    public double? Uncertainty { get; init; }

    /// <summary>Mean IoU over the classes in truth or prediction, a fraction; null without truth.</summary>
    public double? Miou { get; init; }

    /// <summary>Pixels labelled as in the truth; null without truth.</summary>
    public long? CorrectPixels { get; init; }

    /// <summary>Pixels that the truth labels; null without truth.</summary>
    public long? TruthPixels { get; init; }

    /// <summary>The classes that are in the image, by id.</summary>
    public IReadOnlyList<ClassRecord>? Classes { get; init; }

    /// <summary>What the manifest, the table, or the files beside it in a shard say about it; null = nothing.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Milliseconds per step: not part of what two runs agree on.</summary>
    public ResultTimings? Timings { get; init; }

    /// <summary>Whether there is a label map.</summary>
    [JsonIgnore]
    public bool IsOk => Status == Ok;

    /// <summary>Mean confidence over the claimed pixels; null if there are none.</summary>
    [JsonIgnore]
    public double? MeanConfidence =>
        Classes?.Sum(one => one.Pixels) is > 0 and var pixels ? Classes.Sum(one => one.Pixels * (one.Score ?? 0)) / pixels : null;

    /// <summary>The status of an image with a label map.</summary>
    public const string Ok = "ok";

    /// <summary>The status of an image without one.</summary>
    public const string Failed = "failed";
}
